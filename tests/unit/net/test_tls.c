/* Certificates: another host's, expired, self-signed, and our own authority. The server side uses
 * the libssl that libcurl needs, looked up at run time, so that the tests link nothing more. */
#include <criterion/criterion.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include "unit/loopback.h"
#include "zhiban/base/clock.h"
#include "zhiban/base/mem.h"
#include "zhiban/net/net.h"

/* A function of libssl, which is loaded once and kept. */
#define SSL_CALL(name) ((__typeof__(&name))(uintptr_t)dlsym(libssl(), #name))
static void *libssl(void)
{
    void *library = dlopen("libssl.so.3", RTLD_LAZY);
    cr_assert_not_null(library);
    return library;
}

static EVP_PKEY *key;
static X509 *certificate;

/* A self-signed certificate for a host, valid from `from` to `to` seconds from now. */
static X509 *make_certificate(const char *host, long from, long to)
{
    X509 *x = X509_new();
    X509V3_CTX ctx;
    char *names = mem_printf("%s", host);
    X509_set_version(x, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(x), 1);
    X509_gmtime_adj(X509_getm_notBefore(x), from);
    X509_gmtime_adj(X509_getm_notAfter(x), to);
    X509_set_pubkey(x, key);
    X509_NAME *name = X509_get_subject_name(x);
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, (const unsigned char *)"zhiban test", -1,
                               -1, 0);
    X509_set_issuer_name(x, name);
    X509V3_set_ctx(&ctx, x, x, NULL, NULL, 0);
    X509_EXTENSION *san = X509V3_EXT_conf_nid(NULL, &ctx, NID_subject_alt_name, names);
    X509_EXTENSION *ca = X509V3_EXT_conf_nid(NULL, &ctx, NID_basic_constraints, "critical,CA:TRUE");
    X509_add_ext(x, san, -1);
    X509_add_ext(x, ca, -1);
    X509_EXTENSION_free(san);
    X509_EXTENSION_free(ca);
    X509_sign(x, key, EVP_sha256());
    free(names);
    return x;
}

static void answer_tls(int fd)
{
    char text[4096];
    SSL_CTX *ctx = SSL_CALL(SSL_CTX_new)(SSL_CALL(TLS_server_method)());
    SSL_CALL(SSL_CTX_use_certificate)(ctx, certificate);
    SSL_CALL(SSL_CTX_use_PrivateKey)(ctx, key);
    SSL *s = SSL_CALL(SSL_new)(ctx);
    SSL_CALL(SSL_set_fd)(s, fd);
    if (SSL_CALL(SSL_accept)(s) == 1 && SSL_CALL(SSL_read)(s, text, sizeof text) > 0) {
        static const char reply[] = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
        SSL_CALL(SSL_write)(s, reply, (int)sizeof reply - 1);
    }
}

static struct loopback start_tls(const char *host, long from, long to)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    socklen_t len = sizeof at;
    struct loopback l = {0};
    key = EVP_EC_gen("P-256");
    cr_assert_not_null(key);
    certificate = make_certificate(host, from, to);
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    cr_assert_eq(bind(fd, (struct sockaddr *)&at, sizeof at), 0);
    cr_assert_eq(listen(fd, 8), 0);
    getsockname(fd, (struct sockaddr *)&at, &len);
    l.port = ntohs(at.sin_port);
    l.pid = fork();
    if (l.pid == 0) {
        alarm(60);
        signal(SIGPIPE, SIG_IGN);
        for (int peer; (peer = accept(fd, NULL, NULL)) >= 0; close(peer)) {
            answer_tls(peer);
        }
        _exit(0);
    }
    close(fd);
    return l;
}

static struct http_reply get_tls(int port, const char *ca_file)
{
    char *url = mem_printf("https://127.0.0.1:%d/", port);
    struct net *n = NULL;
    struct err e = {0};
    struct http_reply r = {0};
    cr_assert_eq(net_new(&(struct net_config){.url = url, .ca_file = ca_file}, &n, &e), OK);
    struct http_request q = {.method = "GET", .url = url};
    int64_t until = clock_raw_ms() + 15000;
    net_submit(n, &q);
    while (!net_next_reply(n, &r)) {
        cr_assert_lt(clock_raw_ms(), until, "no reply");
        net_wait(n, NULL, 0, NULL, 1000);
    }
    net_free(n);
    return r;
}

/* The certificate as a file of authorities; the caller unlinks and frees. */
static char *ca_file(void)
{
    char *path = mem_printf("/tmp/zhiban-ca-%ld.pem", (long)getpid());
    FILE *f = fopen(path, "w");
    cr_assert_not_null(f);
    PEM_write_X509(f, certificate);
    fclose(f);
    return path;
}

static void expect(const char *host, long from, long to, bool own_ca, const char *msgid)
{
    struct loopback l = start_tls(host, from, to);
    char *path = own_ca ? ca_file() : NULL;
    struct http_reply r = get_tls(l.port, path);
    if (msgid) {
        cr_expect_eq(r.err.code, ERR_NET);
        cr_expect_str_eq(r.err.msgid ? r.err.msgid : "", msgid, "%s", r.err.arg[0]);
        cr_expect_not_null(r.err.hint);
    } else {
        cr_expect_eq(r.err.code, OK, "%s %s", r.err.msgid ? r.err.msgid : "", r.err.arg[0]);
        cr_expect_str_eq(buf_str(&r.body), "ok");
    }
    http_reply_release(&r);
    kill(l.pid, SIGKILL);
    waitpid(l.pid, NULL, 0);
    if (path) {
        unlink(path);
    }
    free(path);
    X509_free(certificate);
    EVP_PKEY_free(key);
}

TestSuite(tls, .timeout = 30);

Test(tls, an_authority_of_our_own_is_trusted)
{
    expect("IP:127.0.0.1", -3600, 3600, true, NULL);
}

Test(tls, a_certificate_of_another_host_is_refused)
{
    expect("DNS:pbx.example", -3600, 3600, true, "the certificate of {0} is for another host");
}

Test(tls, a_self_signed_certificate_is_refused)
{
    expect("IP:127.0.0.1", -3600, 3600, false, "the certificate of {0} is self-signed");
}

Test(tls, an_expired_certificate_is_refused)
{
    expect("IP:127.0.0.1", -7200, -3600, true, "the certificate of {0} has expired");
}

Test(tls, a_certificate_of_tomorrow_is_refused)
{
    expect("IP:127.0.0.1", 3600, 7200, true, "the certificate of {0} is not valid yet");
}

Test(tls, a_file_without_authorities_is_named)
{
    struct loopback l = start_tls("IP:127.0.0.1", -3600, 3600);
    char *none = mem_printf("%s/unit/net/test_tls.c", getenv("ZHIBAN_TESTS"));
    struct http_reply r = get_tls(l.port, none);
    cr_expect_eq(r.err.code, ERR_NET);
    cr_expect_str_eq(r.err.arg[0], none);
    cr_expect_not_null(r.err.hint);
    http_reply_release(&r);
    free(none);
    kill(l.pid, SIGKILL);
    waitpid(l.pid, NULL, 0);
    X509_free(certificate);
    EVP_PKEY_free(key);
}
