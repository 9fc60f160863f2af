// SPDX-License-Identifier: MIT
#include "athanor/orm/instance/object.hpp"
#include "orm/flush/flush_plan.hpp"
#include <span>

namespace athanor::kernel {
namespace {

void add_rows(std::string& text, std::span<const RowCommand> rows) {
    static constexpr const char* verbs[] = {"INSERT ", "UPDATE ", "DELETE "};
    for (const RowCommand& row : rows)
        text += verbs[static_cast<int>(row.verb)] + describe(row.object) + ": " + row.reason + '\n';
}

} // namespace

std::string to_string(const FlushPlan& plan) {
    std::string text;
    const std::span deletes(plan.deletes);
    add_rows(text, deletes.first(plan.deletes_first));
    for (const RowCommand& row : plan.saves)
        if (row.parked)
            text += "UPDATE " + describe(row.object) + ": steps aside, as " + row.parked->name +
                " is unique and passed round in a circle\n";
    add_rows(text, plan.saves);
    add_rows(text, plan.late);
    for (const LinkCommand& link : plan.links)
        text += (link.insert ? "INSERT " : "DELETE ") + link.relationship->association->name() + ": " +
            describe(link.owner) + (link.insert ? " gains " : " loses ") + describe(link.member) + '\n';
    add_rows(text, plan.early);
    add_rows(text, deletes.subspan(plan.deletes_first));
    return text;
}

} // namespace athanor::kernel
