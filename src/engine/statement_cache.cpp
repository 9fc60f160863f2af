// SPDX-License-Identifier: MIT
#include "engine/statement_cache.hpp"

namespace athanor::kernel {
namespace {

// FNV-1a over the bytes, mixed once at the end: texts are looked up by people, not by the unit of work.
std::size_t hash_text(std::string_view text) noexcept {
    std::uint64_t hash = 0xcbf29ce484222325u;
    for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
    return hash_words(&hash, 1);
}

} // namespace

StatementName::StatementName(std::string_view sql) noexcept : text(sql), hash(hash_text(sql)) {}

StatementCache::~StatementCache() {
    for (auto* statement : statements_) delete statement;
}

CachedStatement* StatementCache::find(const StatementName& name) noexcept {
    // A loop runs the same statement again and again.
    if (newest_ && newest_->hash == name.hash && Equal::same(*newest_, name)) return newest_;
    const auto found = statements_.find(name);
    if (found == statements_.end()) return nullptr;
    if (*found != newest_) {
        unlink(**found);
        link_newest(**found);
    }
    return *found;
}

CachedStatement& StatementCache::add(std::unique_ptr<CachedStatement> statement) {
    statements_.insert(statement.get());
    auto& kept = *statement.release();
    kept.kept = true;
    link_newest(kept);
    shrink();
    return kept;
}

void StatementCache::remove(CachedStatement& statement) noexcept {
    unlink(statement);
    statements_.erase(&statement);
    statement.kept = false;
}

void StatementCache::limit(std::size_t statements) noexcept {
    limit_ = statements;
    shrink();
}

// The newest one stays whatever the limit: its caller is about to run it.
void StatementCache::shrink() noexcept {
    auto* candidate = oldest_;
    while (statements_.size() > limit_ && candidate && candidate != newest_) {
        auto* next = candidate->newer;
        if (!candidate->in_use) {
            remove(*candidate);
            delete candidate;
        }
        candidate = next;
    }
}

void StatementCache::link_newest(CachedStatement& statement) noexcept {
    statement.newer = nullptr;
    statement.older = newest_;
    (newest_ ? newest_->newer : oldest_) = &statement;
    newest_ = &statement;
}

void StatementCache::unlink(CachedStatement& statement) noexcept {
    (statement.newer ? statement.newer->older : newest_) = statement.older;
    (statement.older ? statement.older->newer : oldest_) = statement.newer;
}

} // namespace athanor::kernel
