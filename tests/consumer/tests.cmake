# Two ways to use Athanor from another project: installed, and as a folder inside it.
set(consumer_folder ${CMAKE_CURRENT_LIST_DIR})

if(ATHANOR_INSTALL)
    add_test(NAME consumer.find_package
        COMMAND ${CMAKE_COMMAND} -D BUILD=${PROJECT_BINARY_DIR} -D SOURCE=${consumer_folder}
            -D COMPILER=${CMAKE_CXX_COMPILER} -D TYPE=$<CONFIG> -D GENERATOR=${CMAKE_GENERATOR}
            -P ${consumer_folder}/run.cmake)
    set_tests_properties(consumer.find_package PROPERTIES LABELS compiler TIMEOUT 300)
endif()

add_test(NAME consumer.add_subdirectory
    COMMAND ${CMAKE_COMMAND} --fresh -S ${consumer_folder}/subdirectory -B ${CMAKE_CURRENT_BINARY_DIR}/subdirectory
        -G ${CMAKE_GENERATOR} -D CMAKE_CXX_COMPILER=${CMAKE_CXX_COMPILER} -D ATHANOR_FOLDER=${PROJECT_SOURCE_DIR})
set_tests_properties(consumer.add_subdirectory PROPERTIES LABELS compiler TIMEOUT 300)
