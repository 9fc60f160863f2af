// SPDX-License-Identifier: MIT
#include "athanor/orm/mapping/decode.hpp"
#include <exception>
#include <new>

namespace athanor::kernel {

bool decode(const TypeOps& type, void* field, const Cell& cell, std::string& why) {
    try {
        if (type.load(field, cell)) return true;
        why = "correct the row, or give the member a type that can hold it";
    } catch (const std::bad_alloc&) {
        throw;
    } catch (const std::exception& error) {
        why = error.what();
    }
    return false;
}

} // namespace athanor::kernel
