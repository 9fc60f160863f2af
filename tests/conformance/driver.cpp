// SPDX-License-Identifier: MIT
#include "interpreter.hpp"
#include "schema.hpp"
#include <fstream>
#include <iostream>
#include <string_view>

// conformance_driver [--partial] IN.jsonl OUT.jsonl: performs scenarios, one outcome line each (FORMAT.md).
// With --partial the outcome of a scenario that uses something unsupported has the operations before that.
// conformance_driver --check-schema: compares the tables of the zoo with those of the format.

namespace {

using conformance::Json;

Json perform(const Json& scenario, bool partial) {
    Json outcome{{"id", scenario.at("id")}, {"ops", Json::array()}};
    conformance::Interpreter interpreter;
    try {
        for (const Json& op : scenario.at("ops")) outcome["ops"].push_back(interpreter.perform(op));
    } catch (const conformance::Unsupported& what) {
        if (!partial) return {{"id", scenario.at("id")}, {"unsupported", what.what()}};
        outcome["stopped"] = what.what();
        return outcome;
    }
    outcome["final"] = interpreter.finish();
    return outcome;
}

} // namespace

int main(int count, char** arguments) {
    std::vector<std::string> words(arguments + 1, arguments + count);
    if (words.size() == 1 && words[0] == "--check-schema") return conformance::check_schema() ? 0 : 1;
    const bool partial = std::erase(words, "--partial") != 0;
    if (words.size() != 2) {
        std::cerr << "usage: conformance_driver [--partial] IN.jsonl OUT.jsonl | --check-schema\n";
        return 2;
    }
    std::ifstream in(words[0]);
    std::ofstream out(words[1]);
    for (std::string line; std::getline(in, line);)
        if (!line.empty()) out << perform(Json::parse(line), partial).dump(-1, ' ', true) << std::endl;
    return in.eof() && out ? 0 : 1;
}
