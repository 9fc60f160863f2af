// SPDX-License-Identifier: MIT
#pragma once
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace athanor::kernel {

/// A well mixed hash of the words of a statement.
std::size_t hash_words(const std::uint64_t* words, std::size_t count) noexcept;

/// What a statement is found by in the cache of a connection: words that say all there is to say about its text.
///
/// Who makes keys begins them with a word that no other kind of statement begins with. The hash is made once, here.
class StatementKey {
public:
    StatementKey() noexcept : StatementKey(std::vector<std::uint64_t>()) {}
    explicit StatementKey(std::vector<std::uint64_t> words) noexcept
        : words_(std::move(words)), hash_(hash_words(words_.data(), words_.size())) {}

    const std::vector<std::uint64_t>& words() const noexcept { return words_; }
    std::size_t hash() const noexcept { return hash_; }
    friend bool operator==(const StatementKey& left, const StatementKey& right) noexcept {
        return left.hash_ == right.hash_ && left.words_ == right.words_;
    }

private:
    std::vector<std::uint64_t> words_;
    std::size_t hash_;
};

} // namespace athanor::kernel
