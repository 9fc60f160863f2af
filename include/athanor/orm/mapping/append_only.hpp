// SPDX-License-Identifier: MIT
#pragma once
#include <atomic>
#include <cstddef>
#include <iterator>

namespace athanor::kernel {

/// A list that only grows: one thread may add while others iterate, so that a class can be pointed at by classes that
/// are configured long after it.
template <class T> class AppendOnly {
    struct Node {
        T value;
        std::atomic<Node*> next{nullptr};
    };

public:
    class Iterator {
    public:
        using value_type = T;
        using difference_type = std::ptrdiff_t;
        using iterator_category = std::forward_iterator_tag;
        using pointer = const T*;
        using reference = const T&;

        Iterator() noexcept = default;
        explicit Iterator(const Node* node) noexcept : node_(node) {}
        reference operator*() const noexcept { return node_->value; }
        pointer operator->() const noexcept { return &node_->value; }
        Iterator& operator++() noexcept {
            node_ = node_->next.load(std::memory_order_acquire);
            return *this;
        }
        Iterator operator++(int) noexcept {
            Iterator before = *this;
            ++*this;
            return before;
        }
        friend bool operator==(Iterator, Iterator) noexcept = default;

    private:
        const Node* node_ = nullptr;
    };

    AppendOnly() noexcept = default;
    AppendOnly(const AppendOnly&) = delete;
    AppendOnly& operator=(const AppendOnly&) = delete;
    ~AppendOnly() {
        for (Node* node = first_.load(std::memory_order_relaxed); node;) {
            Node* next = node->next.load(std::memory_order_relaxed);
            delete node;
            node = next;
        }
    }

    /// **Threads**: one adds at a time.
    void push_back(T value) {
        Node* node = new Node{value};
        last_->store(node, std::memory_order_release);
        last_ = &node->next;
    }
    bool empty() const noexcept { return first_.load(std::memory_order_acquire) == nullptr; }
    std::size_t size() const noexcept { return static_cast<std::size_t>(std::distance(begin(), end())); }
    Iterator begin() const noexcept { return Iterator(first_.load(std::memory_order_acquire)); }
    Iterator end() const noexcept { return {}; }

private:
    std::atomic<Node*> first_{nullptr};
    std::atomic<Node*>* last_ = &first_;
};

} // namespace athanor::kernel
