// expect: so the condition of remove_if() takes them by reference
// SPDX-License-Identifier: MIT
#include "athanor/athanor.hpp"
using namespace athanor;
struct Book {
    Key<int> id;
};
struct Shelf {
    Key<int> id;
    List<Book, owned> books;
};
int main() {
    const auto shelf = make(Shelf{.books = {make(Book{})}});
#ifdef ATHANOR_CONTROL
    shelf->books.remove_if([](auto& book) { return book.id == 1; });
    shelf->books.remove_if([](const Book&) { return false; });
    shelf->books.remove_if([](auto&& book) noexcept { return book.id == 2; });
#else
    shelf->books.remove_if([](auto book) { return book.id == 1; });
#endif
}
