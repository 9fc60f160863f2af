// SPDX-License-Identifier: MIT
#include "make_entry.hpp"
#include "zoo.hpp"
#include "zoo_entries.hpp"

namespace conformance {

void add_first_half(Entries& entries) {
    using namespace zoo;
    const auto add = [&](ClassEntry made, std::string missing = {}) {
        made.missing = std::move(missing);
        entries.emplace(made.name, std::move(made));
    };
    add(entry<User, &User::id>("User",
        {column<&User::id>("id"), column<&User::name>("name"), column<&User::age>("age")},
        {collection<&User::addresses>("addresses", "Address")}));
    add(entry<Address, &Address::id>("Address",
        {column<&Address::id>("id"), column<&Address::email>("email"), column<&Address::user_id>("user_id")},
        {reference<&Address::user>("user", "User")}));
    add(entry<Order, &Order::id>("Order",
        {column<&Order::id>("id"), column<&Order::code>("code"), column<&Order::total>("total")},
        {collection<&Order::lines>("lines", "Line")}));
    add(entry<Line, &Line::id>("Line",
        {column<&Line::id>("id"), column<&Line::sku>("sku"), column<&Line::qty>("qty"),
            column<&Line::order_id>("order_id")},
        {reference<&Line::order>("order", "Order")}));
    add(entry<Team, &Team::id>("Team", {column<&Team::id>("id"), column<&Team::name>("name")},
        {collection<&Team::players>("players", "Player")}));
    add(entry<Player, &Player::id>("Player",
        {column<&Player::id>("id"), column<&Player::name>("name"), column<&Player::rating>("rating"),
            column<&Player::team_id>("team_id")},
        {reference<&Player::team>("team", "Team")}));
    add(entry<Item, &Item::id>("Item", {column<&Item::id>("id"), column<&Item::name>("name")},
        {collection<&Item::notes>("notes", "Note"), collection<&Item::marks>("marks", "Mark")}));
    add(entry<Note, &Note::id>("Note",
        {column<&Note::id>("id"), column<&Note::keyword>("keyword"), column<&Note::text>("text"),
            column<&Note::item_id>("item_id")},
        {reference<&Note::item>("item", "Item")}));
    add(entry<Mark, &Mark::id>("Mark",
        {column<&Mark::id>("id"), column<&Mark::kind>("kind"), column<&Mark::label>("label"),
            column<&Mark::item_id>("item_id")},
        {reference<&Mark::item>("item", "Item")}));
    add(entry<Student, &Student::id>("Student", {column<&Student::id>("id"), column<&Student::name>("name")},
        {collection<&Student::courses>("courses", "Course")}));
    add(entry<Course, &Course::code>("Course", {column<&Course::code>("code"), column<&Course::title>("title")},
        {collection<&Course::students>("students", "Student")}));
    add(entry<Node, &Node::id>("Node",
        {column<&Node::id>("id"), column<&Node::name>("name"), column<&Node::parent_id>("parent_id")},
        {collection<&Node::children>("children", "Node"), reference<&Node::parent>("parent", "Node")}));
    add(entry<Person, &Person::id>("Person", {column<&Person::id>("id"), column<&Person::name>("name")},
        {reference<&Person::passport>("passport", "Passport")}));
    add(entry<Passport, &Passport::id>("Passport",
        {column<&Passport::id>("id"), column<&Passport::number>("number"), column<&Passport::person_id>("person_id")},
        {reference<&Passport::person>("person", "Person")}));
    add(entry<Author, &Author::id>("Author", {column<&Author::id>("id"), column<&Author::name>("name")},
        {queried<&Author::posts>("posts", "Post")}));
    add(entry<Post, &Post::id>("Post",
        {column<&Post::id>("id"), column<&Post::title>("title"), column<&Post::score>("score"),
            column<&Post::author_id>("author_id")},
        {reference<&Post::author>("author", "Author")}));
    add(entry<Account, &Account::id>("Account", {column<&Account::id>("id"), column<&Account::name>("name")},
        {queried<&Account::entries>("entries", "Entry")}));
}

} // namespace conformance
