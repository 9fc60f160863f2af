// SPDX-License-Identifier: MIT
#include "athanor/sql/statement.hpp"

namespace athanor::kernel {
namespace {

template <class T> std::uint64_t address(const T* object) { return reinterpret_cast<std::uintptr_t>(object); }

void add_words(std::vector<std::uint64_t>& key, const std::vector<std::uint32_t>& words) {
    std::size_t i = 0;
    for (; i + 1 < words.size(); i += 2) key.push_back(words[i] | std::uint64_t(words[i + 1]) << 32);
    if (i < words.size()) key.push_back(words[i]);
}

} // namespace

std::vector<std::uint64_t> structure(const Program& program) {
    std::vector<std::uint64_t> key;
    key.reserve(1 + (program.words.size() + 1) / 2 + 3 * program.sources.size());
    key.push_back(std::uint64_t('S') << 56 | program.words.size());
    add_words(key, program.words);
    for (const Source& source : program.sources) {
        key.push_back(address(source.table));
        key.push_back(address(source.join));
        key.push_back(std::uint64_t(source.parent) << 32 | source.kind);
    }
    return key;
}

} // namespace athanor::kernel
