// SPDX-License-Identifier: MIT
#include "athanor/orm/loading/object_stream.hpp"
#include "athanor/orm/instance/object.hpp"
#include "athanor/orm/instance/region.hpp"
#include "orm/loading/row_filler.hpp"
#include "orm/loading/run_program.hpp"
#include <utility>

namespace athanor::kernel {

struct ObjectStream::Reading {
    Reading(const ClassInfo& of, Program of_rows, Connection& connection)
        : cls(of), program(std::move(of_rows)), rows(run_program(program, connection)), filler(of) {}
    Reading(const Reading&) = delete;
    Reading& operator=(const Reading&) = delete;
    ~Reading() { let_go(); }

    void let_go() noexcept {
        if (object) release(std::exchange(object, nullptr));
    }
    void renew() {
        let_go();
        object = construct(cls);
        object->state = State::detached;
        acquire(object);
    }

    const ClassInfo& cls;
    Program program; // its values are bound while the rows are read
    Cursor rows;
    RowFiller filler;
    Header* object = nullptr; // with a handle of ours
};

ObjectStream::ObjectStream(const ClassInfo& cls, Program program, Connection& connection)
    : reading_(std::make_unique<Reading>(cls, std::move(program), connection)) {}
ObjectStream::ObjectStream(ObjectStream&&) noexcept = default;
ObjectStream& ObjectStream::operator=(ObjectStream&&) noexcept = default;
ObjectStream::~ObjectStream() = default;

bool ObjectStream::next() {
    if (!reading_->rows.next()) return false;
    if (!reading_->object || reading_->object->handles > 1) reading_->renew();
    reading_->filler.fill(reading_->object, reading_->rows.row());
    return true;
}

const void* ObjectStream::object() const noexcept { return object_of(reading_->object); }

} // namespace athanor::kernel
