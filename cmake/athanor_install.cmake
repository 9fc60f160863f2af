# Installs the library, its headers and the package that find_package(athanor CONFIG) reads.
include(CMakePackageConfigHelpers)

set(athanor_package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/athanor)

install(TARGETS athanor EXPORT athanor_targets)
install(DIRECTORY include/athanor DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} FILES_MATCHING PATTERN "*.hpp")
install(EXPORT athanor_targets NAMESPACE athanor:: FILE athanor-targets.cmake DESTINATION ${athanor_package_dir})

configure_package_config_file(cmake/athanor-config.cmake.in ${PROJECT_BINARY_DIR}/athanor-config.cmake
    INSTALL_DESTINATION ${athanor_package_dir})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/athanor-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/athanor-config.cmake ${PROJECT_BINARY_DIR}/athanor-config-version.cmake
    DESTINATION ${athanor_package_dir})
