# Uses ccache when the machine has it.
if(NOT CMAKE_CXX_COMPILER_LAUNCHER)
    find_program(ATHANOR_CCACHE ccache)
    mark_as_advanced(ATHANOR_CCACHE)
    if(ATHANOR_CCACHE)
        set(CMAKE_CXX_COMPILER_LAUNCHER ${ATHANOR_CCACHE})
    endif()
endif()
