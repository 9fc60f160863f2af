// SPDX-License-Identifier: MIT
#pragma once
#include "property/program.hpp"
#include <algorithm>
#include <athanor/athanor.hpp>
#include <athanor/typed/inspect.hpp>
#include <optional>
#include <string>
#include <vector>

namespace property {

/// Performs random programs on two lists whose members know their places, and on two vectors of numbers: what memory
/// shows, what the rows say and what another session reads must be what the vectors hold, in their order. A world names
/// the classes Owner {id, members} and Member {id, place, owner}, and says whether the members are owned and whether
/// the session flushes by itself.
template <class World> class PositionRunner {
    using Owner = typename World::Owner;
    using Member = typename World::Member;
    static constexpr std::size_t owners = 2;
    static constexpr int members = 6, nobody = -1;

public:
    explicit PositionRunner(athanor::Engine& db) : db_(db), session_(db, athanor::autoflush(World::autoflush)) {
        session_.execute("DELETE FROM member");
        session_.execute("DELETE FROM owner");
        for (auto& owner : owners_) owner = session_.add(Owner{});
        commit();
    }

    /// What went wrong, with the program up to there as text; empty: nothing.
    std::string operator()(const Program& program) {
        try {
            for (const Step& step : program) {
                perform(step);
                forget_what_left_the_session();
                compare_references();
                if (!problem_.empty()) return text();
            }
            commit();
            for (std::size_t owner = 0; owner < owners; ++owner) compare_memory(owner);
        } catch (const std::exception& error) {
            wrong(std::string("throws ") + error.what());
        }
        return problem_.empty() ? std::string() : text();
    }

private:
    using Content = std::vector<int>;
    /// All that a rollback brings back.
    struct State {
        Content content[owners], stored[owners]; ///< stored: the order of the rows
        athanor::Ref<Member> object[members];
        bool has_row[members] = {};
    };

    void perform(const Step& step) {
        const std::size_t owner = step.a % owners;
        const int member = static_cast<int>(step.b % members);
        Content& content = now_.content[owner];
        switch (step.operation % 25) {
        case 0:
        case 1: enter(owner, member, content.size(), "add"); break;
        case 2:
        case 3: enter(owner, member, step.c % (content.size() + 1), "insert"); break;
        case 4: exchange(owner, member, step.c); break;
        case 5: take_out(owner, step.c); break;
        case 6: put_last(owner); break;
        case 7: assign(owner, chosen(step, members)); break;
        case 8: turn_round(owner, true); break;
        case 9: turn_round(owner, false); break;
        case 10: clear_and_refill(owner); break;
        case 11: change_places(owner, step.b, step.c, true); break;
        case 12: change_places(owner, step.b, step.c, false); break;
        case 13: take_all_of_the_other(owner); break;
        case 14:
        case 15:
        case 16: refer(member, static_cast<int>(owner)); break;
        case 17: refer(member, nobody); break;
        case 18: erase(member); break;
        case 19: line("flush()"), flush(); break;
        case 20: commit(); break;
        case 21: line("flush(), expire_all()"), flush(), session_.expire_all(); break;
        case 22: open_savepoint(); break;
        case 23: step.c % 2 ? close_savepoint() : roll_back_savepoint(); break;
        default: step.c % 3 ? compare_memory(owner) : roll_back(); break;
        }
    }

    // ---- operations

    auto& list(std::size_t owner) { return owners_[owner]->members; }
    const athanor::Ref<Member>& object(int member) {
        auto& object = now_.object[member];
        if (!object) object = athanor::make(Member{});
        return object;
    }
    void enter(std::size_t owner, int member, std::size_t place, const std::string& how) {
        if (holds(owner, member)) return; // nobody is in a list twice here
        line(name(owner) + "." + how + "(" + std::to_string(place) + ", " + name(member) + ")");
        how == "add" ? static_cast<void>(list(owner).add(object(member)))
                     : static_cast<void>(list(owner).insert(place, object(member)));
        leave(member);
        put_in(owner, place, member);
    }
    void exchange(std::size_t owner, int member, std::size_t place) {
        if (holds(owner, member) || now_.content[owner].empty()) return;
        place %= now_.content[owner].size();
        line(name(owner) + ".set(" + std::to_string(place) + ", " + name(member) + ")");
        list(owner).set(place, object(member));
        leave(member);
        now_.content[owner][place] = member;
    }
    void take_out(std::size_t owner, std::size_t place) {
        if (now_.content[owner].empty()) return;
        place %= now_.content[owner].size();
        line(name(owner) + ".pop(" + std::to_string(place) + ")");
        list(owner).pop(place);
        now_.content[owner].erase(at(now_.content[owner], place));
    }
    void put_last(std::size_t owner) {
        if (now_.content[owner].empty()) return;
        line(name(owner) + ".push_back(pop(0))");
        list(owner).push_back(list(owner).pop(0));
        std::ranges::rotate(now_.content[owner], at(now_.content[owner], 1));
    }
    void assign(std::size_t owner, const Content& content) {
        line(name(owner) + " = {" + names(content) + "}");
        list(owner) = objects(content);
        for (const int member : content) leave(member);
        now_.content[owner] = content;
    }
    void turn_round(std::size_t owner, bool edits) {
        line(name(owner) + (edits ? ".edit(reverse)" : ".reverse()"));
        edits ? list(owner).edit([](auto& raw) { std::ranges::reverse(raw); }) : list(owner).reverse();
        std::ranges::reverse(now_.content[owner]);
    }
    void clear_and_refill(std::size_t owner) {
        line(name(owner) + ".clear(), add_all(reversed)");
        auto taken = list(owner).snapshot();
        list(owner).clear();
        std::vector<athanor::Ref<Member>> back(taken.begin(), taken.end());
        std::ranges::reverse(back);
        list(owner).add_all(back);
        std::ranges::reverse(now_.content[owner]);
    }
    void change_places(std::size_t owner, std::size_t from, std::size_t to, bool swaps) {
        Content& content = now_.content[owner];
        if (content.empty()) return;
        from %= content.size(), to %= content.size();
        line(name(owner) + (swaps ? ".swap(" : ".move(") + std::to_string(from) + ", " + std::to_string(to) + ")");
        if (swaps) {
            list(owner).swap(from, to);
            return std::swap(content[from], content[to]);
        }
        list(owner).move(from, to);
        const int member = content[from];
        content.erase(at(content, from));
        content.insert(at(content, to), member);
    }
    void take_all_of_the_other(std::size_t owner) {
        line(name(owner) + ".add_all(" + name(1 - owner) + ")");
        list(owner).add_all(list(1 - owner));
        Content& content = now_.content[owner];
        Content& other = now_.content[1 - owner];
        content.insert(content.end(), other.begin(), other.end());
        other.clear();
    }
    void refer(int member, int owner) {
        if (owner != nobody && holds(static_cast<std::size_t>(owner), member)) return;
        if (!now_.object[member] && owner == nobody) return;
        if (World::autoflush) flush(); // else the order of what comes back depends on who flushed when
        line(name(member) + ".owner = " + (owner == nobody ? "nullptr" : name(static_cast<std::size_t>(owner))));
        if (owner == nobody) {
            object(member)->owner = nullptr;
            return leave(member);
        }
        const auto to = static_cast<std::size_t>(owner);
        const bool in_memory = athanor::is_loaded<&Owner::members>(owners_[to]);
        object(member)->owner = owners_[to];
        session_.add(object(member));
        leave(member);
        put_in(to, now_.content[to].size(), member);
        if (!in_memory) rows_first(to);
    }
    void erase(int member) {
        if (!now_.has_row[member] || !now_.object[member]) return;
        if (!holds(0, member) && !holds(1, member)) return;
        line("erase(" + name(member) + "), commit()");
        session_.erase(object(member));
        leave(member);
        now_.object[member] = nullptr;
        now_.has_row[member] = false;
        commit();
    }

    // ---- the session

    void flush() {
        session_.flush();
        written();
    }
    void written() {
        for (int member = 0; member < members; ++member)
            if (lost(member))
                now_.object[member] = nullptr, now_.has_row[member] = false;
            else if (now_.object[member])
                now_.has_row[member] = athanor::state(now_.object[member]) == athanor::State::persistent;
        std::ranges::copy(now_.content, now_.stored);
        for (std::size_t owner = 0; owner < owners; ++owner) compare_rows(owner);
    }
    void commit() {
        while (!savepoints_.empty()) close_savepoint();
        line("commit()");
        session_.commit();
        written();
        committed_ = now_;
        athanor::Session other(db_);
        for (std::size_t owner = 0; owner < owners; ++owner)
            compare(owner, other.get<Owner>(owners_[owner]->id)->members, "another session reads");
    }
    void roll_back() {
        line("rollback()");
        session_.rollback();
        savepoints_.clear();
        now_ = committed_;
    }
    void open_savepoint() {
        if (savepoints_.size() == 2) return;
        line("begin_nested()");
        session_.begin_nested();
        written();
        savepoints_.push_back(now_);
    }
    void close_savepoint() {
        if (savepoints_.empty()) return;
        line("commit_nested()");
        session_.commit_nested();
        written();
        savepoints_.pop_back();
    }
    void roll_back_savepoint() {
        if (savepoints_.empty()) return;
        line("rollback_nested()");
        session_.rollback_nested();
        now_ = savepoints_.back();
        savepoints_.pop_back();
    }
    /// An owned object without an owner leaves the session, at once when it is new.
    void forget_what_left_the_session() {
        for (int member = 0; member < members; ++member)
            if (lost(member) && !now_.has_row[member]) now_.object[member] = nullptr;
    }
    bool lost(int member) const { return World::owned_members && !holds(0, member) && !holds(1, member); }

    // ---- the vectors

    bool holds(std::size_t owner, int member) const { return std::ranges::count(now_.content[owner], member) != 0; }
    void leave(int member) {
        for (Content& content : now_.content) std::erase(content, member);
    }
    void put_in(std::size_t owner, std::size_t place, int member) {
        Content& content = now_.content[owner];
        content.insert(at(content, std::min(place, content.size())), member);
    }
    /// A list that is not in memory shows its rows, and then who came.
    void rows_first(std::size_t owner) {
        const Content& stored = now_.stored[owner];
        std::ranges::stable_sort(
            now_.content[owner], {}, [&](int member) { return std::ranges::find(stored, member) - stored.begin(); });
    }
    static Content::iterator at(Content& content, std::size_t place) {
        return content.begin() + static_cast<std::ptrdiff_t>(place);
    }

    // ---- what must agree

    /// This also brings them into memory: without a flush nobody else tells a list that is loaded who has left it.
    void compare_references() {
        for (int member = 0; member < members; ++member) {
            if (!now_.object[member]) continue;
            const athanor::Ref<Owner> should = holds(0, member) ? owners_[0] : holds(1, member) ? owners_[1] : nullptr;
            if (now_.object[member]->owner != should) wrong(name(member) + ".owner is another one");
        }
    }
    void compare_memory(std::size_t owner) {
        line("look at " + name(owner));
        compare(owner, list(owner), "memory shows");
    }
    template <class List> void compare(std::size_t owner, const List& list, const std::string& who) {
        Content is, places;
        for (const auto& member : list) {
            is.push_back(number_of(member->id, member));
            places.push_back(*member->place);
        }
        if (is != now_.content[owner])
            wrong(who + " {" + names(is) + "} in " + name(owner) + ", and not {" + names(now_.content[owner]) + "}");
        if (std::ranges::adjacent_find(places, std::greater_equal<>()) != places.end())
            wrong(who + " places of " + name(owner) + " that do not grow");
    }
    void compare_rows(std::size_t owner) {
        Content is;
        const auto found = session_.execute(
            "SELECT id FROM member WHERE owner_id = " + std::to_string(*owners_[owner]->id) + " ORDER BY place, id");
        for (const auto& row : found.rows) is.push_back(number_of(row[0].integer(), nullptr));
        if (is != now_.content[owner])
            wrong("the rows of " + name(owner) + " are {" + names(is) + "}, and not {" + names(now_.content[owner]) +
                "}");
    }
    /// By the key; a new member by itself.
    int number_of(long long id, const athanor::Ref<Member>& object) const {
        for (int member = 0; member < members; ++member)
            if (now_.object[member] == object && object) return member;
        for (int member = 0; member < members; ++member)
            if (now_.has_row[member] && now_.object[member] && now_.object[member]->id == id) return member;
        return members;
    }

    std::vector<athanor::Ref<Member>> objects(const Content& content) {
        std::vector<athanor::Ref<Member>> all;
        for (const int member : content) all.push_back(object(member));
        return all;
    }
    static std::string name(std::size_t owner) { return std::string(1, static_cast<char>('a' + owner)); }
    static std::string name(int member) { return "m" + std::to_string(member); }
    static std::string names(const Content& content) {
        std::string text;
        for (const int member : content) text += (text.empty() ? "" : ", ") + name(member);
        return text;
    }
    void line(std::string text) { lines_.push_back(std::move(text)); }
    void wrong(std::string problem) {
        if (problem_.empty()) problem_ = std::move(problem);
    }
    std::string text() const {
        std::string all;
        for (const std::string& text : lines_) all += "    " + text + ";\n";
        return all + "    // " + problem_ + '\n';
    }

    athanor::Engine& db_;
    athanor::Session session_;
    athanor::Ref<Owner> owners_[owners];
    State now_, committed_;
    std::vector<State> savepoints_;
    std::vector<std::string> lines_;
    std::string problem_;
};

/// Runs random programs on the world; what is given back is the shortest failing one as text, or nothing.
template <class World> std::string first_lost_order(std::uint32_t programs, std::size_t length) {
    athanor::Engine db("sqlite://");
    athanor::create_all<typename World::Owner>(db);
    return first_failure([&](const Program& program) { return PositionRunner<World>(db)(program); }, programs, length);
}

} // namespace property
