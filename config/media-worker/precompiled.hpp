// Compiled once and included into every file of the worker: some 40 % less compile time.
#include "common.hpp"

#include "FBS/message.h"
#include "FBS/notification.h"
#include "FBS/request.h"
#include "FBS/response.h"
#include "FBS/transport.h"
#include "FBS/worker.h"

#include <openssl/ssl.h>
#include <uv.h>
