// SPDX-License-Identifier: MIT
#pragma once
#include "handles.hpp"
#include <athanor/engine/engine.hpp>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace conformance {

/// What an operation wrote and read, from the text of the statements: the fields `dml` and `io` of an outcome.
class StatementCounter {
public:
    explicit StatementCounter(athanor::Engine& engine);
    void start();
    void stop() noexcept { counting_ = false; }
    /// Adds `dml` and `io` where they have something to say.
    void report(Json& outcome) const;

private:
    void note(const athanor::StatementEvent& event);

    /// Verb, table, columns set.
    using Kind = std::tuple<std::string, std::string, std::vector<std::string>>;
    std::map<Kind, std::size_t> rows_;
    std::size_t selects_ = 0;
    bool counting_ = false;
    athanor::Observation observation_;
};

} // namespace conformance
