// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/engine/connection.hpp"
#include "athanor/orm/mapping/class_info.hpp"
#include "athanor/sql/program.hpp"
#include <memory>

namespace athanor::kernel {

/// The rows of a query one after the other, each as a detached object that no session knows: one object is filled again
/// and again, so that memory stays flat.
class ObjectStream {
public:
    ObjectStream(const ClassInfo& cls, Program program, Connection& connection);
    ObjectStream(ObjectStream&&) noexcept;
    ObjectStream& operator=(ObjectStream&&) noexcept;
    ~ObjectStream();

    /// Reads the next row; false at the end. **Throws** DecodeError, DatabaseError.
    bool next();
    /// The object of the row that next() read. **Lifetime**: until the next call of next(); where somebody has a handle
    /// on it, as long as that, and the next row gets another object.
    const void* object() const noexcept;

private:
    struct Reading;
    std::unique_ptr<Reading> reading_;
};

} // namespace athanor::kernel
