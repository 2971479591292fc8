/* The only file that knows libcrypto: MD5 of AMI's challenge, and a certificate nobody should
 * accept. */
#include "server.h"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <string.h>

#include "zhiban/base/mem.h"

#define OTHER_HOST "pbx.other-host.invalid"
#define VALID_S (30L * 86400)

void crypto_md5(const char *text, char hex[33])
{
    static const char digits[] = "0123456789abcdef";
    unsigned char sum[EVP_MAX_MD_SIZE] = {0};
    unsigned n = 0;
    EVP_Digest(text, strlen(text), sum, &n, EVP_md5(), NULL);
    for (int i = 0; i < 16; i++) {
        hex[2 * i] = digits[sum[i] >> 4];
        hex[2 * i + 1] = digits[sum[i] & 15];
    }
    hex[32] = '\0';
}

static char *pem_text(BIO *bio)
{
    char *p = NULL;
    long n = BIO_get_mem_data(bio, &p);
    return mem_strndup(p, n > 0 ? (size_t)n : 0);
}

/* Names the certificate and its only host; false: the library refused. */
static bool name_it(X509 *cert)
{
    X509_NAME *name = X509_get_subject_name(cert);
    const unsigned char *host = (const unsigned char *)OTHER_HOST;
    X509_EXTENSION *alt = X509V3_EXT_conf_nid(NULL, NULL, NID_subject_alt_name, "DNS:" OTHER_HOST);
    bool good = alt != NULL &&
                X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, host, -1, -1, 0) == 1 &&
                X509_set_issuer_name(cert, name) == 1 && X509_add_ext(cert, alt, -1) == 1;
    X509_EXTENSION_free(alt);
    return good;
}

bool crypto_bad_certificate(char **key_pem, char **cert_pem)
{
    EVP_PKEY *key = EVP_EC_gen("P-256");
    X509 *cert = X509_new();
    BIO *bio = BIO_new(BIO_s_mem());
    bool good = key != NULL && cert != NULL && bio != NULL && X509_set_version(cert, 2) == 1 &&
                ASN1_INTEGER_set(X509_get_serialNumber(cert), 1) == 1 &&
                X509_gmtime_adj(X509_getm_notBefore(cert), -86400) != NULL &&
                X509_gmtime_adj(X509_getm_notAfter(cert), VALID_S) != NULL &&
                X509_set_pubkey(cert, key) == 1 && name_it(cert) &&
                X509_sign(cert, key, EVP_sha256()) > 0 && PEM_write_bio_X509(bio, cert) == 1;
    if (good) {
        *cert_pem = pem_text(bio);
        (void)BIO_reset(bio);
        good = PEM_write_bio_PrivateKey(bio, key, NULL, NULL, 0, NULL, NULL) == 1;
        *key_pem = pem_text(bio);
    }
    BIO_free(bio);
    X509_free(cert);
    EVP_PKEY_free(key);
    return good;
}
