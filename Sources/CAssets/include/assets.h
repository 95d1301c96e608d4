#pragma once
#include <stddef.h>

// One file that is baked into the program.
struct innoreg_asset {
  const char *name;
  const unsigned char *bytes;
  size_t size;
};

size_t innoreg_asset_count(void);
struct innoreg_asset innoreg_asset_at(size_t index);
