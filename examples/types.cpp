// SPDX-License-Identifier: MIT
// Values of many types as columns.
// clang-format off
// [types]
#include <athanor/athanor.hpp>
#include <athanor/chrono.hpp>     // points of time, dates and durations
#include <athanor/decimal.hpp>    // Decimal<10, 2>
#include <athanor/uuid.hpp>       // Uuid
#include <iostream>

using namespace athanor;
using namespace std::chrono_literals;
using Money = Decimal<10, 2>;

enum class Status { open, paid, sent };
struct Colour { unsigned char red = 0, green = 0, blue = 0; };

template <> inline constexpr auto athanor::as_text<Status> =        // without it: the number
    athanor::enum_names<Status>({{Status::open, "open"}, {Status::paid, "paid"}, {Status::sent, "sent"}});

template <> struct athanor::codec<Colour> {                         // a type of your own: two functions
    static std::int64_t to_database(const Colour& c) { return c.red << 16 | c.green << 8 | c.blue; }
    static std::optional<Colour> from_database(std::int64_t rgb) {  // empty: the cell is none of yours
        if (rgb < 0 || rgb > 0xffffff) return std::nullopt;
        return Colour{static_cast<unsigned char>(rgb >> 16), static_cast<unsigned char>(rgb >> 8),
            static_cast<unsigned char>(rgb)};
    }
};

struct Shipment {
    static constexpr auto table = athanor::table("shipments");
    Key<Uuid>                                           id;
    Mapped<Status>                                      status = Status::open;
    Mapped<Money>                                       price;
    Mapped<std::chrono::sys_seconds>                    ordered;
    Mapped<std::optional<std::chrono::year_month_day>>  due;
    Mapped<std::chrono::minutes>                        handling;
    Mapped<std::vector<std::byte>>                      label;
    Mapped<std::optional<Colour>>                       sticker;
};
// [/types]

int main() {
    Engine db("sqlite://");
    create_all<Shipment>(db);
    Session session(db);
    // [use]
    const auto noon = std::chrono::sys_days(2024y / 5 / 1) + 12h;
    auto shipment = session.add(Shipment{.id = Uuid("018f33b7-6f00-7000-8000-000000000001"), .price = Money("12.50"),
        .ordered = noon, .due = 2024y / 5 / 7, .handling = 90min, .sticker = Colour{255, 128, 0}});
    shipment->price += Money("0.49");
    session.commit();

    from<Shipment> p;
    for (auto found : session.select(p).where(p->ordered > noon - 24h && p->status == Status::open && p->price < 13))
        std::cout << to_string(found->id.get()) << " costs " << to_string(found->price.get()) << '\n';
    // [/use]
    const auto row = session.execute("SELECT status, price, ordered, due, handling, sticker FROM shipments").rows.at(0);
    for (const Value& value : row) std::cout << to_string(value) << '\n';

    // [refused]
    session.execute("UPDATE shipments SET due = '2024-02-30'");
    session.expunge_all();
    try {
        session.select<Shipment>().all();
    } catch (const DecodeError& error) { std::cout << error.what() << '\n'; }
    // [/refused]
}
