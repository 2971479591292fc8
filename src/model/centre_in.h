/* Shared by the files of the centre: its life in parts. */
#ifndef ZHIBAN_MODEL_CENTRE_IN_H
#define ZHIBAN_MODEL_CENTRE_IN_H

#include "zhiban/model/centre.h"

void centre_set_defaults(struct centre *c);
void centre_free_settings(struct centre *c);
/* Frees the texts of every noun and the lists. */
void centre_free_nouns(struct centre *c);

#endif
