#include "CPrecompiles.h"
