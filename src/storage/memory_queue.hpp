// A queue in memory after a write of it, as a database would have it. Internal to the memory store.
#pragma once

#include "storage/queue_write.hpp"

namespace matinee::storage {

party::QueuePtr queue_after(const party::QueuePtr& queue, const PutQueue& write);

}  // namespace matinee::storage
