// SPDX-License-Identifier: MIT
// A class whose default constructor is private makes athanor::class_access its friend.
#include <athanor/athanor.hpp>
#include <doctest/doctest.h>

namespace private_constructor {
using namespace athanor;
class Ticket;

// [class]
class Event {
public:
    static Event on(std::string day) {
        Event event;
        event.day_ = std::move(day);
        return event;
    }
    const std::string& day() const { return day_; }
    int seats() const { return seats_; }
    auto& tickets() { return tickets_; }

private:
    friend athanor::class_access; // which makes the objects of rows
    friend struct athanor::describe<Event>;
    Event() : seats_(100) {}

    Key<int> id_;
    Mapped<std::string> day_;
    Mapped<int> seats_;
    List<Ticket, owned> tickets_;
};
// [/class]

/// Its default constructor is protected.
class Ticket {
public:
    explicit Ticket(std::string holder) { holder_ = std::move(holder); }
    const std::string& holder() const { return holder_; }
    Ref<Event> event() const { return event_; }

protected:
    friend class_access;
    friend struct athanor::describe<Ticket>;
    Ticket() = default;

private:
    Key<int> id_;
    Mapped<std::string> holder_;
    One<Event> event_;
};

} // namespace private_constructor

template <>
struct athanor::describe<private_constructor::Event>
    : athanor::members<&private_constructor::Event::id_, &private_constructor::Event::day_,
          &private_constructor::Event::seats_, &private_constructor::Event::tickets_> {};
template <>
struct athanor::describe<private_constructor::Ticket>
    : athanor::members<&private_constructor::Ticket::id_, &private_constructor::Ticket::holder_,
          &private_constructor::Ticket::event_> {};

namespace private_constructor {

static_assert(!std::is_default_constructible_v<Event> && !std::is_default_constructible_v<Ticket>);

struct Theatre {
    Engine db{"sqlite://"};
    Session session{db};
    Theatre() {
        create_all<Event>(db);
        session.add(Event::on("monday"))->tickets() = {make(Ticket("ann")), make(Ticket("bob"))};
        session.commit();
        session.expunge_all();
    }
};

TEST_CASE_FIXTURE(Theatre, "private constructor: rows become objects, and so do the members of their relationships") {
    const auto event = session.select<Event>().one();
    CHECK(event->day() == "monday");
    CHECK(event->seats() == 100);
    REQUIRE(event->tickets().size() == 2);
    CHECK(event->tickets()[0]->holder() == "ann");
    CHECK(event->tickets()[0]->event() == event);
    CHECK(session.get<Ticket>(2)->holder() == "bob");
}

TEST_CASE_FIXTURE(Theatre, "private constructor: streams, clones and merges make objects, too") {
    std::string holders;
    for (const Ticket& ticket : session.select<Ticket>().stream()) holders += ticket.holder();
    CHECK(holders == "annbob");
    const auto event = session.select<Event>().one();
    CHECK(clone(*event)->day() == "monday");
    Session other(db);
    CHECK(other.merge(event)->day() == "monday");
}

} // namespace private_constructor
