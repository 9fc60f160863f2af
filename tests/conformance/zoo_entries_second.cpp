// SPDX-License-Identifier: MIT
#include "make_entry.hpp"
#include "zoo.hpp"
#include "zoo_entries.hpp"

namespace conformance {

void add_second_half(Entries& entries) {
    using namespace zoo;
    const auto add = [&](ClassEntry made, std::string missing = {}) {
        made.missing = std::move(missing);
        entries.emplace(made.name, std::move(made));
    };
    add(entry<Entry, &Entry::id>("Entry",
        {column<&Entry::id>("id"), column<&Entry::memo>("memo"), column<&Entry::amount>("amount"),
            column<&Entry::account_id>("account_id")},
        {reference<&Entry::account>("account", "Account")}));
    add(entry<Org, &Org::id>(
        "Org", {column<&Org::id>("id"), column<&Org::name>("name")}, {collection<&Org::members>("members", "Member")}));
    add(entry<Member, &Member::id>(
        "Member", {column<&Member::id>("id"), column<&Member::name>("name"), column<&Member::org_id>("org_id")}));
    add(entry<Shelf, &Shelf::id>("Shelf", {column<&Shelf::id>("id"), column<&Shelf::label>("label")},
        {collection<&Shelf::books>("books", "Book"), collection<&Shelf::parts>("parts", "Part")}));
    add(entry<Book, &Book::id>("Book",
        {column<&Book::id>("id"), column<&Book::title>("title"), column<&Book::shelf_id>("shelf_id")},
        {reference<&Book::shelf>("shelf", "Shelf")}));
    add(entry<Part, &Part::id>("Part",
        {column<&Part::id>("id"), column<&Part::code>("code"), column<&Part::shelf_id>("shelf_id")},
        {reference<&Part::shelf>("shelf", "Shelf")}));
    add(entry<Dept, &Dept::id>("Dept",
        {column<&Dept::id>("id"), column<&Dept::name>("name"), column<&Dept::head_id>("head_id")},
        {collection<&Dept::emps>("emps", "Emp"), reference<&Dept::head>("head", "Emp")}));
    add(entry<Emp, &Emp::id>("Emp",
        {column<&Emp::id>("id"), column<&Emp::name>("name"), column<&Emp::dept_id>("dept_id")},
        {reference<&Emp::dept>("dept", "Dept")}));
    add(entry<C, &C::id>("C", {column<&C::id>("id"), column<&C::value>("value"), column<&C::b_id>("b_id")}));
    add(entry<B, &B::id>("B", {column<&B::id>("id"), column<&B::key>("key"), column<&B::a_id>("a_id")},
        {collection<&B::elements>("elements", "C")}));
    add(entry<A, &A::id>(
        "A", {column<&A::id>("id"), column<&A::name>("name")}, {collection<&A::associations>("associations", "B")}));
    add(entry<Playlist, &Playlist::id>("Playlist", {column<&Playlist::id>("id"), column<&Playlist::name>("name")},
        {collection<&Playlist::tracks>("tracks", "Track")}));
    add(entry<Track, &Track::id>("Track",
        {column<&Track::id>("id"), column<&Track::title>("title"), column<&Track::pos>("pos"),
            column<&Track::playlist_id>("playlist_id")},
        {reference<&Track::playlist>("playlist", "Playlist")}));
    add(entry<Stock, &Stock::site, &Stock::sku>("Stock",
        {column<&Stock::site>("site"), column<&Stock::sku>("sku"), column<&Stock::qty>("qty")},
        {collection<&Stock::moves>("moves", "Move")}));
    add(entry<Move, &Move::id>("Move",
        {column<&Move::id>("id"), column<&Move::delta>("delta"), column<&Move::site>("site"),
            column<&Move::sku>("sku")},
        {reference<&Move::stock>("stock", "Stock")}));
}

} // namespace conformance
