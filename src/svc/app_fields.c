/* The names of what a backend can give, for doctor: one a bit of enum vendor_field. */
#include "zhiban/base/intl.h"
#include "zhiban/svc/app.h"
#include "zhiban/vendor/vendor.h"

const struct app_field app_fields[] = {
    {VF_CALLS, N_("waiting callers one by one")},
    {VF_ENDED, N_("calls that ended in the last minutes")},
    {VF_AGENT_SINCE, N_("since when an agent is in her state")},
    {VF_REASONS, N_("reasons of pauses")},
    {VF_WRAPUP, N_("wrap-up as a state")},
    {VF_TALK_SUMS, N_("sums of talk, hold and wrap-up time")},
    {VF_CALLER_ON_AGENT, N_("the caller an agent speaks with")},
    {VF_SITE_TEAM, N_("site and team of an agent")},
    {VF_COUNTERS_SINCE, N_("since when the counters run")},
    {VF_ABANDON_TOLD_APART, N_("abandoned calls apart from other lost calls")},
};
const size_t n_app_fields = sizeof app_fields / sizeof *app_fields;
