// SPDX-License-Identifier: MIT
#pragma once
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

// The data both programs work on. Tables and rows are made by the same statements, outside of what is measured.

namespace bench {

/// BENCH_SCALE=10 divides all counts: callgrind is slow.
inline int scaled(int count) {
    static const int scale = std::getenv("BENCH_SCALE") ? std::atoi(std::getenv("BENCH_SCALE")) : 1;
    return count / scale;
}
inline const int items = scaled(100'000);
inline const int many_items = scaled(1'000'000);
inline const int parents = scaled(1'000);
inline const int children_of_each = 100;
inline const int gets = scaled(10'000);
inline const int transactions = scaled(10'000);
inline const int selects = scaled(100'000);

inline const std::string item_table =
    "CREATE TABLE item (id INTEGER PRIMARY KEY AUTOINCREMENT, a INTEGER NOT NULL, b INTEGER NOT NULL, "
    "d REAL NOT NULL, s1 TEXT NOT NULL, s2 TEXT NOT NULL)";
inline const std::string item_index = "CREATE UNIQUE INDEX item_a ON item (a)";
inline const std::string parent_table =
    "CREATE TABLE parent (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL)";
inline const std::string child_table =
    "CREATE TABLE child (id INTEGER PRIMARY KEY AUTOINCREMENT, a INTEGER NOT NULL, name TEXT NOT NULL, "
    "parent_id INTEGER NOT NULL REFERENCES parent (id) ON DELETE CASCADE)";
inline const std::string child_index = "CREATE INDEX child_parent ON child (parent_id)";

inline std::string numbers(int first, int last) {
    return "WITH RECURSIVE c (n) AS (SELECT " + std::to_string(first) + " UNION ALL SELECT n + 1 FROM c WHERE n < " +
        std::to_string(last) + ") ";
}
inline std::string fill_items(int count) {
    return numbers(1, count) +
        "INSERT INTO item (a, b, d, s1, s2) "
        "SELECT n, n * 7 % 1000, n * 0.5, printf('name-%06d', n), printf('description %08d', n) FROM c";
}
inline std::string fill_parents(int count) {
    return numbers(1, count) + "INSERT INTO parent (name) SELECT printf('parent-%04d', n) FROM c";
}
/// The children of one parent lie scattered, as in a table that grew over time.
inline std::string fill_children(int parent_count, int of_each) {
    return numbers(0, parent_count * of_each - 1) + "INSERT INTO child (parent_id, a, name) SELECT n % " +
        std::to_string(parent_count) + " + 1, n, printf('child-%06d', n) FROM c";
}

inline std::vector<std::string> texts(const char* format, int count) {
    std::vector<std::string> result;
    char text[64];
    for (int i = 1; i <= count; ++i) {
        std::snprintf(text, sizeof text, format, i);
        result.emplace_back(text);
    }
    return result;
}

/// What an item of an insert consists of.
struct ItemValues {
    int a, b;
    double d;
    const std::string &s1, &s2;
};
class ItemSource {
public:
    explicit ItemSource(int count) : s1_(texts("name-%06d", count)), s2_(texts("description %08d", count)) {}
    ItemValues operator[](int i) const {
        const auto at = static_cast<std::size_t>(i - 1);
        return {i, i * 7 % 1000, i * 0.5, s1_[at], s2_[at]};
    }

private:
    std::vector<std::string> s1_, s2_;
};

/// The same keys in the same disorder for everybody (xorshift).
class Keys {
public:
    int below_or_at(int last) {
        state_ ^= state_ << 13;
        state_ ^= state_ >> 7;
        state_ ^= state_ << 17;
        return static_cast<int>(state_ % static_cast<std::uint64_t>(last)) + 1;
    }

private:
    std::uint64_t state_ = 88172645463325252u;
};

} // namespace bench
