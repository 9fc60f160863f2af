// SPDX-License-Identifier: MIT
// Handles that collections give are copies: what would assign to them, and change nothing, does not compile.
#include <algorithm>
#include <athanor/athanor.hpp>
#include <doctest/doctest.h>
#include <iterator>
#include <map>
#include <numeric>
#include <ranges>

namespace collection_places {
using namespace athanor;

struct Book {
    Key<int> id;
    Mapped<int> number;
};
struct Shelf {
    Key<int> id;
    List<Book, owned> books;
    Set<Book, by("set_id")> set;
    Dict<&Book::number, by("dict_id")> by_number;
};
using Books = List<Book, owned>;
using Numbers = Dict<&Book::number, by("dict_id")>;

template <class Left> constexpr bool takes_handle = requires(Left&& left, const Ref<Book>& book) {
    static_cast<Left&&>(left) = book;
};

TEST_CASE("places: a handle that a collection gives is no place to assign to") {
    CHECK(takes_handle<Ref<Book>&>);
    CHECK(takes_handle<decltype(std::declval<Books&>()[0])>); // the place itself
    CHECK(!takes_handle<decltype(std::declval<const Books&>()[0])>);
    CHECK(!takes_handle<decltype(std::declval<Books&>().at(0))>);
    CHECK(!takes_handle<decltype(std::declval<Books&>().front())>);
    CHECK(!takes_handle<decltype(std::declval<Books&>().back())>);
    CHECK(!takes_handle<decltype(*std::declval<Books&>().begin())>);
    CHECK(!takes_handle<decltype(std::declval<Books&>().begin()[1])>);
    CHECK(!takes_handle<decltype(std::declval<Numbers&>().at(1))>);
    CHECK(!takes_handle<decltype((std::declval<Numbers&>().begin()->second))>);
    CHECK(!std::indirectly_writable<Books::iterator, Ref<Book>>);
    CHECK(!std::permutable<Books::iterator>);
}

TEST_CASE("places: algorithms that only read take the iterators of a list") {
    const auto shelf = make(Shelf{});
    for (int i = 0; i < 10; ++i) shelf->books.add(Book{.number = i});
    const auto& books = shelf->books;
    const auto less = [](const Ref<Book>& left, const Ref<Book>& right) { return left->number < right->number; };
    CHECK((*std::max_element(books.begin(), books.end(), less))->number == 9);
    CHECK(std::is_sorted(books.begin(), books.end(), less));
    CHECK(std::ranges::is_sorted(books, {}, [](const Ref<Book>& book) { return *book->number; }));
    CHECK(std::count_if(books.begin(), books.end(), [](const auto& book) { return book->number > 6; }) == 3);
    const auto fifth = std::lower_bound(
        books.begin(), books.end(), 5, [](const Ref<Book>& book, int number) { return book->number < number; });
    CHECK(fifth - books.begin() == 5);
    CHECK(fifth == std::next(books.begin(), 5));
    CHECK(std::find(books.begin(), books.end(), books[3]) - books.begin() == 3);
    std::vector<Ref<Book>> copy(books.begin(), books.end());
    std::ranges::copy(books | std::views::reverse, copy.begin());
    CHECK(copy.front() == books.back());
}

TEST_CASE("places: the iterators of all collections also go back") {
    const auto shelf = make(Shelf{});
    for (int i = 0; i < 3; ++i) {
        const auto book = shelf->books.add(Book{.number = i});
        shelf->set.add(book);
        shelf->by_number.add(book);
    }
    shelf->set.remove(shelf->books[1]); // leaves a hole
    shelf->by_number.erase(1);
    CHECK((*std::prev(shelf->books.end()))->number == 2);
    CHECK((*std::prev(shelf->set.end()))->number == 2);
    CHECK((*std::prev(shelf->set.end(), 2))->number == 0);
    CHECK(std::prev(shelf->by_number.end())->first == 2);
    CHECK(std::prev(shelf->by_number.end(), 2)->first == 0);
    static_assert(std::random_access_iterator<Books::iterator>);
    static_assert(std::bidirectional_iterator<Set<Book>::iterator>);
    static_assert(std::bidirectional_iterator<Numbers::iterator>);
    CHECK((*shelf->books.rbegin())->number == 2);
    CHECK(shelf->books.rbegin()->get()->number == 2);
    CHECK((*shelf->set.rbegin())->number == 2);
    CHECK(shelf->by_number.rbegin()->first == 2);
    CHECK(std::distance(shelf->by_number.rbegin(), shelf->by_number.rend()) == 2);
    CHECK(shelf->books.begin()->get() == shelf->books.front().get());
}

TEST_CASE("places: an ordered dictionary is gone through backwards in the order of its keys") {
    Dict<&Book::number, ordered> numbers;
    CHECK(numbers.rbegin() == numbers.rend());
    for (const int number : {5, 1, 3}) numbers.add(Book{.number = number});
    std::vector<int> keys;
    for (auto entry = numbers.rbegin(); entry != numbers.rend(); ++entry) keys.push_back(entry->first);
    CHECK(keys == std::vector{5, 3, 1});
    CHECK(std::prev(numbers.lower_bound(3))->first == 1);
    for (const auto& [number, book] : numbers | std::views::reverse) keys.push_back(number);
    CHECK(keys == std::vector{5, 3, 1, 5, 3, 1});
}

} // namespace collection_places
