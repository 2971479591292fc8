/* Random numbers of the simulator: xoshiro256**, seeded through splitmix64. The same seed gives the
 * same numbers on every machine, the distributions as far as its libm does; nothing here reads the
 * C library's generator. */
#ifndef ZHIBAN_SIM_RNG_H
#define ZHIBAN_SIM_RNG_H

#include <math.h>
#include <stdbool.h>
#include <stdint.h>

struct rng {
    uint64_t s[4];
};

static inline uint64_t rng_rotl(uint64_t x, int k)
{
    return (x << k) | (x >> (64 - k));
}

static inline void rng_seed(struct rng *r, uint64_t seed)
{
    for (int i = 0; i < 4; i++) {
        seed += 0x9e3779b97f4a7c15U;
        uint64_t z = seed;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
        r->s[i] = z ^ (z >> 31);
    }
}

static inline uint64_t rng_next(struct rng *r)
{
    uint64_t *s = r->s;
    uint64_t out = rng_rotl(s[1] * 5, 7) * 9;
    uint64_t t = s[1] << 17;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rng_rotl(s[3], 45);
    return out;
}

/* Uniform in [0, 1). */
static inline double rng_unit(struct rng *r)
{
    return (double)(rng_next(r) >> 11) * 0x1p-53;
}

/* Uniform whole number in [lo, hi]. */
static inline int64_t rng_range(struct rng *r, int64_t lo, int64_t hi)
{
    return lo + (int64_t)(rng_unit(r) * (double)(hi - lo + 1));
}

static inline bool rng_chance(struct rng *r, double p)
{
    return rng_unit(r) < p;
}

/* Exponential with the given mean. */
static inline double rng_exp(struct rng *r, double mean)
{
    return -mean * log(1.0 - rng_unit(r));
}

/* Log-normal with the given mean; sigma is the spread of its logarithm. */
static inline double rng_lognormal(struct rng *r, double mean, double sigma)
{
    double u = 1.0 - rng_unit(r);
    double v = rng_unit(r);
    double normal = sqrt(-2.0 * log(u)) * cos(6.283185307179586 * v);
    return mean * exp(sigma * normal - sigma * sigma / 2);
}

#endif
