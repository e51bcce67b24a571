/* CRC-32 as zlib reckons it, letter by letter: keys of words are made of it. */
#ifndef GAZETTED_CRC_H
#define GAZETTED_CRC_H

#include <stdint.h>

static uint32_t crc_table[256];

static void fill_crc_table(void)
{
    for (uint32_t n = 0; n < 256; n++) {
        uint32_t c = n;
        for (int k = 0; k < 8; k++)
            c = c & 1 ? 0xEDB88320u ^ (c >> 1) : c >> 1;
        crc_table[n] = c;
    }
}

static inline uint32_t crc_step(uint32_t c, unsigned char byte)
{
    return crc_table[(c ^ byte) & 255] ^ (c >> 8);
}

#endif
