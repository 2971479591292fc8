/* The centre's folder and its rota: the demonstration read whole, the promises of its README. */
#include "support.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

Test(sim_organisation, reads_the_demonstration)
{
    struct organisation o;
    load_demo(&o);
    cr_expect_eq(o.centre.queues.n, 8);
    cr_expect_eq(o.centre.staff.n, 64);
    cr_expect_eq(o.centre.pauses.n, 15);
    cr_expect_eq(o.centre.segments.n, 14);
    cr_expect_eq(o.centre.teams.n, 5);
    cr_expect_eq(o.centre.sites.n, 2);
    cr_expect_eq(o.rota.patterns.n, 4);
    cr_expect_eq(o.rota.meals.n, 64);
    cr_expect_str_eq(zone_name(o.centre.zone), "Asia/Shanghai");
    organisation_release(&o);
    organisation_release(NULL);
}

Test(sim_organisation, the_rota_goes_round_by_groups)
{
    struct organisation o;
    load_demo(&o);
    const struct staff_cfg *g1 = centre_staff(&o.centre, "1001"); /* G1, offset 0 */
    const struct staff_cfg *g4 = centre_staff(&o.centre, "1004"); /* G4, offset 3 */
    static const char *const cycle[] = {"AC", "AC", "ABC", "N", "R", "SB", "AC", "R"};
    for (int d = -16; d < 16; d++) {
        cr_expect_str_eq(rota_shift(&o.rota, g1, SIM_ROTA_DAY0 + d), cycle[(d + 16) % 8]);
        cr_expect_str_eq(rota_shift(&o.rota, g4, SIM_ROTA_DAY0 + d), cycle[(d + 16 + 3) % 8]);
    }
    organisation_release(&o);
}

Test(sim_organisation, who_has_no_group_works_the_week)
{
    struct organisation o;
    load_demo(&o);
    const struct staff_cfg *manager = centre_staff(&o.centre, "4001");
    const struct staff_cfg *remote = centre_staff(&o.centre, "2004");
    for (int d = 0; d < 14; d++) {
        const char *want = d % 7 < 5 ? "AC" : "R"; /* day 0 is a Monday */
        cr_expect_str_eq(rota_shift(&o.rota, manager, SIM_ROTA_DAY0 + d), want);
        cr_expect_str_eq(rota_shift(&o.rota, remote, SIM_ROTA_DAY0 + d), want);
    }
    struct staff_cfg nobody = *manager;
    nobody.post = (char[]){"gardener"};
    cr_expect_null(rota_shift(&o.rota, &nobody, SIM_ROTA_DAY0));
    organisation_release(&o);
}

Test(sim_organisation, meal_batches_come_from_the_staff_list)
{
    struct organisation o;
    load_demo(&o);
    cr_expect_eq(rota_meal_batch(&o.rota, "1001", 1), 0); /* M1 */
    cr_expect_eq(rota_meal_batch(&o.rota, "1009", 0), 1); /* M2 */
    cr_expect_eq(rota_meal_batch(&o.rota, "no such", 5), 1);
    organisation_release(&o);
}

Test(sim_organisation, a_missing_folder_is_an_error_that_names_the_file)
{
    struct organisation o;
    struct err e = {0};
    enum err_code rc = organisation_load(&o, "/nonexistent", &e);
    cr_expect_neq(rc, OK);
    cr_expect_not_null(strstr(e.arg[0], "queues.csv"), "%s", e.arg[0]);
    organisation_release(&o); /* released already: nothing to do */
}

static void write_file(const char *dir, const char *name, const char *text)
{
    char *path = mem_printf("%s/%s", dir, name);
    FILE *f = fopen(path, "w");
    cr_assert_not_null(f);
    fputs(text, f);
    fclose(f);
    free(path);
}

Test(sim_organisation, a_rota_that_cannot_be_read_is_told_with_its_line)
{
    static const char *const bad[] = {"G1", "G1=x", "G1=-1", "G1=5000"};
    char dir[] = "/tmp/zhiban-rota-XXXXXX";
    cr_assert_not_null(mkdtemp(dir));
    write_file(dir, "queues.csv", "queue_id,skill\nQ1,general\n");
    write_file(dir, "staff.csv", "emp_id,post,skills\n1,agent,general\n");
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        char *text =
            mem_printf("pattern_id,applies_to,cycle,group_offsets\nP,agent,A B,%s\n", bad[i]);
        write_file(dir, "rota_patterns.csv", text);
        free(text);
        struct organisation o;
        struct err e = {0};
        cr_expect_eq(organisation_load(&o, dir, &e), ERR_PARSE, "%s", bad[i]);
        cr_expect_str_eq(e.arg[1], "2");
    }
    write_file(dir, "rota_patterns.csv", "pattern_id,cycle\nP,A\n");
    struct organisation o;
    struct err e = {0};
    cr_expect_eq(organisation_load(&o, dir, &e), ERR_PARSE);
    static const char *const files[] = {"queues.csv", "staff.csv", "rota_patterns.csv"};
    for (size_t i = 0; i < 3; i++) {
        char *path = mem_printf("%s/%s", dir, files[i]);
        unlink(path);
        free(path);
    }
    rmdir(dir);
}
