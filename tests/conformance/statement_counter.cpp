// SPDX-License-Identifier: MIT
#include "statement_counter.hpp"
#include <algorithm>

namespace conformance {
namespace {

// Takes a statement of the library apart: its identifiers are quoted.
class Scanner {
public:
    explicit Scanner(std::string_view text) : rest_(text) {}
    std::string identifier() {
        rest_.remove_prefix(std::min(rest_.size(), rest_.find('"') + 1));
        const std::string name(rest_.substr(0, rest_.find('"')));
        rest_.remove_prefix(std::min(rest_.size(), name.size() + 1));
        return name;
    }
    std::string_view before(std::string_view word) const { return rest_.substr(0, rest_.find(word)); }

private:
    std::string_view rest_;
};

std::vector<std::string> identifiers(std::string_view text) {
    std::vector<std::string> names;
    const auto count = static_cast<std::size_t>(std::ranges::count(text, '"')) / 2;
    Scanner scanner(text);
    for (std::size_t i = 0; i < count; ++i) names.push_back(scanner.identifier());
    return names;
}

// Several rows may be bound as one: INSERT … VALUES (…), (…), or DELETE … IN (…).
std::size_t rows_of(const athanor::StatementEvent& event, std::string_view after_table) {
    std::size_t columns = 0;
    if (event.verb == "INSERT") columns = identifiers(after_table.substr(0, after_table.find(')'))).size();
    if (event.verb == "DELETE" && after_table.find(" IN ") != after_table.npos) columns = 1;
    return columns == 0 ? event.rows : event.rows * event.params / columns;
}

} // namespace

StatementCounter::StatementCounter(athanor::Engine& engine)
    : observation_(engine.observe([this](const athanor::StatementEvent& event) {
          if (counting_) note(event);
      })) {}

void StatementCounter::start() {
    rows_.clear();
    selects_ = 0;
    counting_ = true;
}

void StatementCounter::note(const athanor::StatementEvent& event) {
    if (event.verb == "SELECT") ++selects_;
    if (event.verb != "INSERT" && event.verb != "UPDATE" && event.verb != "DELETE") return;
    Scanner scanner(event.sql);
    const std::string table = scanner.identifier();
    std::vector<std::string> columns;
    if (event.verb == "UPDATE") columns = identifiers(scanner.before(" WHERE "));
    std::ranges::sort(columns);
    rows_[{std::string(event.verb), table, columns}] += rows_of(event, scanner.before(";"));
}

void StatementCounter::report(Json& outcome) const {
    if (!rows_.empty()) {
        Json& written = outcome["dml"] = Json::array();
        for (const auto& [kind, rows] : rows_)
            written.push_back({std::get<0>(kind), std::get<1>(kind), std::get<2>(kind), rows});
    }
    if (selects_ != 0) {
        outcome["io"] = true;
        outcome["soft"] = {{"sel", selects_}};
    }
}

} // namespace conformance
