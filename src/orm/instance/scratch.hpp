// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/orm/mapping/type_ops.hpp"
#include <algorithm>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

namespace athanor::kernel {

/// Texts that values were turned into, alive until the statement that binds them ran.
class ScratchTexts final : public Scratch {
public:
    std::string& text() override { return *texts_.emplace_back(std::make_unique<std::string>()); }
    void clear() noexcept { texts_.clear(); }
    /// Keeps the other's texts from now on.
    void take(ScratchTexts& other) {
        std::move(other.texts_.begin(), other.texts_.end(), std::back_inserter(texts_));
        other.texts_.clear();
    }
    bool empty() const noexcept { return texts_.empty(); }

private:
    std::vector<std::unique_ptr<std::string>> texts_; // the texts must not move
};

} // namespace athanor::kernel
