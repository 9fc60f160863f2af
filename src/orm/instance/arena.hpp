// SPDX-License-Identifier: MIT
#pragma once
#include <algorithm>
#include <cstddef>
#include <new>
#include <utility>

namespace athanor::kernel {

/// Memory that is handed out piece by piece and freed as a whole.
class Arena {
public:
    Arena() = default;
    Arena(const Arena&) = delete;
    Arena& operator=(const Arena&) = delete;
    ~Arena() {
        while (chunks_) ::operator delete(std::exchange(chunks_, chunks_->next));
    }

    /// Aligned as operator new does it, where the sizes asked for are multiples of that alignment.
    void* allocate(std::size_t size) {
        if (size > static_cast<std::size_t>(end_ - next_)) [[unlikely]]
            grow(size);
        return std::exchange(next_, next_ + size);
    }
    /// Takes back what was allocated last.
    void take_back(void* last) noexcept { next_ = static_cast<char*>(last); }
    /// What the other one has handed out is now part of this one.
    void absorb(Arena& other) noexcept {
        if (!other.chunks_) return;
        Chunk** last = &other.chunks_->next;
        while (*last) last = &(*last)->next;
        *last = std::exchange(chunks_, nullptr);
        chunks_ = std::exchange(other.chunks_, nullptr);
        if (other.end_ - other.next_ > end_ - next_) {
            next_ = other.next_;
            end_ = other.end_;
        }
        other.next_ = other.end_ = nullptr;
    }

private:
    struct alignas(std::max_align_t) Chunk {
        Chunk* next;
    };
    static constexpr std::size_t first_chunk = 1024, largest_chunk = 64 * 1024;

    void grow(std::size_t size) {
        const std::size_t bytes = std::max(next_size_, sizeof(Chunk) + size);
        chunks_ = ::new (::operator new(bytes)) Chunk{chunks_};
        next_ = reinterpret_cast<char*>(chunks_) + sizeof(Chunk);
        end_ = reinterpret_cast<char*>(chunks_) + bytes;
        next_size_ = std::min(2 * next_size_, largest_chunk);
    }

    Chunk* chunks_ = nullptr;
    char* next_ = nullptr;
    char* end_ = nullptr;
    std::size_t next_size_ = first_chunk;
};

} // namespace athanor::kernel
