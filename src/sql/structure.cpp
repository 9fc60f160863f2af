// SPDX-License-Identifier: MIT
#include "athanor/sql/statement.hpp"
#include <cstring>

namespace athanor::kernel {
namespace {

template <class T> std::uint64_t address(const T* object) { return reinterpret_cast<std::uintptr_t>(object); }

} // namespace

std::vector<std::uint64_t> structure(const Program& program) {
    const std::size_t pairs = (program.words.size() + 1) / 2;
    std::vector<std::uint64_t> key(1 + pairs + 3 * program.sources.size());
    key[0] = std::uint64_t('S') << 56 | program.words.size();
    if (!program.words.empty())
        std::memcpy(&key[1], program.words.data(), program.words.size() * sizeof(std::uint32_t));
    std::uint64_t* word = key.data() + 1 + pairs;
    for (const Source& source : program.sources) {
        *word++ = address(source.table);
        *word++ = address(source.join);
        *word++ = std::uint64_t(source.parent) << 32 | source.kind;
    }
    return key;
}

} // namespace athanor::kernel
