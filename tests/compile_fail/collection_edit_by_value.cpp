// expect: so it takes them by reference: edit([](auto& raw) {
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
    shelf->books.edit([](std::vector<Book*>& raw) { raw.pop_back(); });
#ifdef ATHANOR_CONTROL
    shelf->books.edit([](auto& raw) { raw.clear(); });
    shelf->books.edit([](auto&& raw) { raw.clear(); });
#else
    shelf->books.edit([](auto raw) { raw.clear(); });
#endif
}
