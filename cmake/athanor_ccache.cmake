# Uses ccache when the machine has it.
if(NOT CMAKE_CXX_COMPILER_LAUNCHER)
    find_program(ATHANOR_CCACHE ccache)
    mark_as_advanced(ATHANOR_CCACHE)
    if(ATHANOR_CCACHE)
        # without this ccache does not cache files that use precompiled headers
        set(CMAKE_CXX_COMPILER_LAUNCHER
            ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros ${ATHANOR_CCACHE})
    endif()
endif()
