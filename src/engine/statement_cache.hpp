// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/base/cell.hpp"
#include "athanor/engine/prepared_statement.hpp"
#include "athanor/engine/statement_key.hpp"
#include <boost/unordered/unordered_flat_set.hpp>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace athanor::kernel {

/// What a statement is looked up by: the words of a key, or (without words) its text.
struct StatementName {
    explicit StatementName(const StatementKey& key) noexcept : words(&key.words()), hash(key.hash()) {}
    explicit StatementName(std::string_view sql) noexcept;

    const std::vector<std::uint64_t>* words = nullptr;
    std::string_view text;
    std::size_t hash;
};

/// A prepared statement with the row it decodes into, kept from one run to the next.
struct CachedStatement {
    std::unique_ptr<PreparedStatement> prepared;
    std::vector<Cell> row;
    std::string sql;
    std::vector<std::uint64_t> words;
    std::size_t hash = 0;
    bool by_text = false;
    bool in_use = false;
    bool kept = false;   ///< it is in the cache; else it goes when its cursor goes
    bool failed = false; ///< the last run ended in an error: made anew next time
    CachedStatement* newer = nullptr;
    CachedStatement* older = nullptr;
};

/// The statements of one connection, the least recently used going first; one in use never goes.
class StatementCache {
public:
    StatementCache() = default;
    StatementCache(const StatementCache&) = delete;
    StatementCache& operator=(const StatementCache&) = delete;
    ~StatementCache();

    /// The statement, now the most recently used one; null when it is not here.
    CachedStatement* find(const StatementName& name) noexcept;
    /// Keeps a statement, in exchange for the oldest one when there is no room.
    CachedStatement& add(std::unique_ptr<CachedStatement> statement);
    void remove(CachedStatement& statement) noexcept;

    std::size_t limit() const noexcept { return limit_; }
    void limit(std::size_t statements) noexcept;

private:
    struct Hash {
        using is_transparent = void;
        using is_avalanching = void;
        std::size_t operator()(const CachedStatement* s) const noexcept { return s->hash; }
        std::size_t operator()(const StatementName& n) const noexcept { return n.hash; }
    };
    struct Equal {
        using is_transparent = void;
        bool operator()(const CachedStatement* a, const CachedStatement* b) const noexcept { return a == b; }
        bool operator()(const StatementName& name, const CachedStatement* s) const noexcept { return same(*s, name); }
        bool operator()(const CachedStatement* s, const StatementName& name) const noexcept { return same(*s, name); }
        static bool same(const CachedStatement& statement, const StatementName& name) noexcept {
            if (!name.words) return statement.by_text && statement.sql == name.text;
            return !statement.by_text && statement.words == *name.words;
        }
    };
    void link_newest(CachedStatement& statement) noexcept;
    void unlink(CachedStatement& statement) noexcept;
    void shrink() noexcept;

    boost::unordered_flat_set<CachedStatement*, Hash, Equal> statements_;
    CachedStatement* newest_ = nullptr;
    CachedStatement* oldest_ = nullptr;
    std::size_t limit_ = 500;
};

} // namespace athanor::kernel
