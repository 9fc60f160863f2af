# Warnings are errors for those who work on Athanor, and never for those who build it inside their project.
function(athanor_warnings target)
    if(ATHANOR_DEVELOPER)
        target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror)
    endif()
endfunction()
