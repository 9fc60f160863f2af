// SPDX-License-Identifier: MIT
// The workloads on Athanor, as its users write them.
#include "data.hpp"
#include "measure.hpp"
#include <athanor/athanor.hpp>
#include <string>
#include <unistd.h>
#include <vector>

namespace {
using namespace athanor;

struct Item {
    Key<std::int64_t> id;
    Mapped<int> a, b;
    Mapped<double> d;
    Mapped<std::string> s1, s2;
};
struct Child;
struct Parent {
    Key<std::int64_t> id;
    Mapped<std::string> name;
    List<Child, passive_deletes> children;
};
struct Child {
    Key<std::int64_t> id;
    Mapped<int> a;
    Mapped<std::string> name;
    One<Parent, by("parent_id")> parent;
};

using bench::Measured;
using bench::Section;

// One connection with a database of its own, as the raw program has.
const char* const in_memory = "sqlite://?private=1";

void execute(const Engine& db, std::initializer_list<std::string> statements) {
    Session session(db);
    for (const std::string& sql : statements) session.execute(sql);
    session.commit();
}
void make_items(const Engine& db, int count) { execute(db, {bench::item_table, bench::fill_items(count)}); }
void make_family(const Engine& db, int parents, int of_each) {
    execute(db,
        {bench::parent_table, bench::child_table, bench::child_index, bench::fill_parents(parents),
            bench::fill_children(parents, of_each)});
}
Item item_of(const bench::ItemValues& values) {
    return {.a = values.a, .b = values.b, .d = values.d, .s1 = values.s1, .s2 = values.s2};
}

Measured insert() {
    const Engine db(in_memory);
    execute(db, {bench::item_table});
    const bench::ItemSource source(bench::items);
    const Section section;
    Session session(db);
    std::vector<Ref<Item>> added;
    for (int i = 1; i <= bench::items; ++i) added.push_back(session.add(item_of(source[i])));
    session.commit();
    long long sum = 0;
    for (const auto& item : added) sum += item->id;
    return section.stop(sum);
}

Measured load(int count) {
    const Engine db(in_memory);
    make_items(db, count);
    const Section section;
    Session session(db);
    const std::vector<Ref<Item>> loaded = session.select<Item>().all();
    long long sum = 0;
    for (const auto& item : loaded) sum += item->a;
    return section.stop(sum);
}

Measured stream() {
    const Engine db(in_memory);
    make_items(db, bench::items);
    const Section section;
    Session session(db);
    long long sum = 0;
    for (const Item& item : session.select<Item>().stream()) sum += item.a;
    return section.stop(sum);
}

Measured get() {
    const Engine db(in_memory);
    make_items(db, bench::items);
    bench::Keys keys;
    const Section section;
    Session session(db);
    long long sum = 0;
    for (int i = 0; i < bench::gets; ++i) sum += session.get<Item>(keys.below_or_at(bench::items))->a;
    return section.stop(sum);
}

long long sum_of(const std::vector<Ref<Parent>>& loaded) {
    long long sum = 0;
    for (const auto& parent : loaded)
        for (const auto& child : parent->children) sum += child->a;
    return sum;
}

template <class Narrow> Measured load_family(Narrow with_children) {
    const Engine db(in_memory);
    make_family(db, bench::parents, bench::children_of_each);
    const Section section;
    Session session(db);
    const std::vector<Ref<Parent>> loaded = with_children(session.select<Parent>()).all();
    return section.stop(sum_of(loaded));
}

Measured update() {
    const Engine db(in_memory);
    make_items(db, bench::items);
    Session session(db);
    const std::vector<Ref<Item>> loaded = session.select<Item>().all();
    const Section section;
    long long sum = 0;
    for (const auto& item : loaded) sum += item->b += 1;
    session.commit();
    return section.stop(sum);
}

Measured erase() {
    const Engine db(in_memory);
    make_family(db, 1, bench::parents * bench::children_of_each);
    const Section section;
    Session session(db);
    session.erase(session.get<Parent>(1));
    session.commit();
    return section.stop(1);
}

Measured transact() {
    const std::string path = "bench-athanor.db";
    for (const char* suffix : {"", "-wal", "-shm"}) unlink((path + suffix).c_str());
    const Engine db("sqlite:" + path + "?journal_mode=wal&synchronous=normal");
    execute(db, {bench::item_table});
    const bench::ItemSource source(bench::transactions);
    const Section section;
    long long sum = 0;
    for (int i = 1; i <= bench::transactions; ++i) {
        Session session(db);
        const auto item = session.add(item_of(source[i]));
        session.flush();
        sum += session.select<Item>().where([&](auto& found) { return found.id == item->id; }).one()->a;
        session.commit();
    }
    return section.stop(sum);
}

Measured select_one() {
    const Engine db(in_memory);
    execute(db, {bench::item_table, bench::item_index, bench::fill_items(bench::items)});
    bench::Keys keys;
    const Section section;
    Session session(db);
    long long sum = 0;
    for (int i = 0; i < bench::selects; ++i) {
        const int key = keys.below_or_at(bench::items);
        sum += session.select<Item>().where([&](auto& item) { return item.a == key; }).one()->a;
    }
    return section.stop(sum);
}

} // namespace

int main(int count, char** arguments) {
    return bench::run(count, arguments,
        {
            {"w1", insert},
            {"w2", [] { return load(bench::items); }},
            {"w2_stream", stream},
            {"w3", get},
            {"w4_select", [] { return load_family([](auto query) { return query; }); }},
            {"w4_in", [] { return load_family([](auto query) { return query.template with<&Parent::children>(); }); }},
            {"w4_join",
                [] { return load_family([](auto query) { return query.template with<&Parent::children>(joined); }); }},
            {"w5", update},
            {"w6", erase},
            {"w7", transact},
            {"w8", select_one},
            {"memory", [] { return load(bench::many_items); }},
        });
}
