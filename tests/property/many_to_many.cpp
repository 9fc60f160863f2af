// SPDX-License-Identifier: MIT
#include "property/program.hpp"
#include "support/statements.hpp"
#include <algorithm>
#include <array>
#include <athanor/athanor.hpp>
#include <athanor/typed/inspect.hpp>
#include <doctest/doctest.h>
#include <set>

namespace property_many_to_many {
using namespace athanor;

struct Course;
struct Student {
    Key<int> id;
    List<Course, via("attends")> courses;
};
struct Course {
    Key<int> id;
    Set<Student, via("attends")> students;
};

constexpr std::size_t count = 4;
/// Who attends what; nothing else is known of the two sides.
using Links = std::array<std::array<bool, count>, count>;

class Runner {
public:
    explicit Runner(Engine& db) : db_(db), session_(db, autoflush(false)) {
        session_.execute("DELETE FROM attends");
        session_.execute("DELETE FROM student");
        session_.execute("DELETE FROM course");
        for (auto& student : students_) student = session_.add(Student{});
        for (auto& course : courses_) course = session_.add(Course{});
        session_.commit();
    }
    std::string operator()(const property::Program& program) {
        try {
            for (const property::Step& step : program)
                if (!perform(step)) return text();
            flush();
            for (std::size_t i = 0; i < count; ++i) look_at_student(i), look_at_course(i);
            line("session.commit(); session.expire_all();");
            session_.commit();
            session_.expire_all();
            for (std::size_t i = 0; i < count; ++i) look_at_course(i), look_at_student(i);
        } catch (const std::exception& error) {
            wrong(std::string("throws ") + error.what());
        }
        return problem_.empty() ? std::string() : text();
    }

private:
    bool perform(const property::Step& step) {
        const std::size_t s = step.a % count, c = step.b % count;
        switch (step.operation % 16) {
        case 0:
            if (!links_[s][c])
                line(student(s) + ".courses.add(" + course(c) + ")"), students_[s]->courses.add(courses_[c]),
                    links_[s][c] = true;
            break;
        case 1:
            line(course(c) + ".students.add(" + student(s) + ")"), courses_[c]->students.add(students_[s]),
                links_[s][c] = true;
            break;
        case 2:
            line(student(s) + ".courses.remove(" + course(c) + ")"), students_[s]->courses.remove(courses_[c]),
                links_[s][c] = false;
            break;
        case 3:
            line(course(c) + ".students.remove(" + student(s) + ")"), courses_[c]->students.remove(students_[s]),
                links_[s][c] = false;
            break;
        case 4:
        case 5: assign_courses(s, step.c); break;
        case 6:
        case 7: assign_students(c, step.c); break;
        case 8: look_at_student(s); break;
        case 9: look_at_course(c); break;
        case 10: flush(); break;
        case 11: commit(); break;
        case 12: flush(), line("session.expire_all()"), session_.expire_all(); break;
        case 13: line("session.rollback()"), session_.rollback(), savepoints_.clear(), links_ = committed_; break;
        case 14: open(); break;
        case 15: undo(); break;
        }
        return problem_.empty();
    }
    void assign_courses(std::size_t s, std::uint32_t bits) {
        std::vector<Ref<Course>> chosen;
        for (std::size_t c = 0; c < count; ++c)
            if ((links_[s][c] = (bits >> c) & 1)) chosen.push_back(courses_[c]);
        line(student(s) + ".courses = those of " + std::to_string(bits % 16));
        students_[s]->courses = chosen;
    }
    void assign_students(std::size_t c, std::uint32_t bits) {
        std::vector<Ref<Student>> chosen;
        for (std::size_t s = 0; s < count; ++s)
            if ((links_[s][c] = (bits >> s) & 1)) chosen.push_back(students_[s]);
        line(course(c) + ".students = those of " + std::to_string(bits % 16));
        courses_[c]->students = chosen;
    }
    void flush() {
        line("session.flush()");
        session_.flush();
        compare_rows();
        const support::Statements seen(db_);
        session_.flush();
        if (seen.count()) wrong("a second flush emits " + seen.text());
        for (const auto& student : students_)
            if (is_modified(student)) wrong("a student is modified after the flush");
    }
    void commit() {
        line("session.commit()");
        for (; !savepoints_.empty(); savepoints_.pop_back()) session_.commit_nested();
        session_.commit();
        compare_rows();
        committed_ = links_;
    }
    void open() {
        if (savepoints_.size() == 2) return;
        line("session.begin_nested()");
        session_.begin_nested();
        savepoints_.push_back(links_);
    }
    void undo() {
        if (savepoints_.empty()) return;
        line("session.rollback_nested()");
        session_.rollback_nested();
        links_ = savepoints_.back();
        savepoints_.pop_back();
    }
    void compare_rows() {
        std::set<std::pair<long long, long long>> is, should;
        for (const auto& row : session_.execute("SELECT student_id, course_id FROM attends").rows)
            is.emplace(row[0].integer(), row[1].integer());
        for (std::size_t s = 0; s < count; ++s)
            for (std::size_t c = 0; c < count; ++c)
                if (links_[s][c]) should.emplace(*students_[s]->id, *courses_[c]->id);
        if (is != should)
            wrong("there are " + std::to_string(is.size()) + " rows instead of " + std::to_string(should.size()));
    }
    void look_at_student(std::size_t s) {
        for (std::size_t c = 0; c < count; ++c)
            if (std::ranges::count(students_[s]->courses, courses_[c]) != (links_[s][c] ? 1 : 0))
                wrong(student(s) + ".courses is wrong in " + course(c));
    }
    void look_at_course(std::size_t c) {
        for (std::size_t s = 0; s < count; ++s)
            if (courses_[c]->students.contains(students_[s]) != links_[s][c])
                wrong(course(c) + ".students is wrong in " + student(s));
    }
    static std::string student(std::size_t s) { return "s" + std::to_string(s); }
    static std::string course(std::size_t c) { return "c" + std::to_string(c); }
    void line(std::string text) { lines_.push_back(std::move(text)); }
    void wrong(std::string problem) {
        if (problem_.empty()) problem_ = std::move(problem);
    }
    std::string text() const {
        std::string all;
        for (const std::string& text : lines_) all += "    " + text + ";\n";
        return all + "    // " + problem_ + '\n';
    }

    Engine& db_;
    Session session_;
    std::array<Ref<Student>, count> students_;
    std::array<Ref<Course>, count> courses_;
    Links links_{}, committed_{};
    std::vector<Links> savepoints_;
    std::vector<std::string> lines_;
    std::string problem_;
};

TEST_CASE("many-to-many: random programs on both sides do what they do with a table of links") {
    Engine db("sqlite://");
    create_all<Student>(db);
    CHECK(
        property::first_failure([&](const property::Program& program) { return Runner(db)(program); }, 5000, 30) == "");
}

} // namespace property_many_to_many
