# cmake -D BUILD=… -D SOURCE=… -D COMPILER=… -D TYPE=… -D GENERATOR=… -P run.cmake
# Installs the library BUILD holds into a fresh prefix, then builds and runs the program in SOURCE against it.
set(work ${BUILD}/tests/consumer/installed)
file(REMOVE_RECURSE ${work})

function(run)
    execute_process(COMMAND ${ARGV} COMMAND_ERROR_IS_FATAL ANY)
endfunction()

run(${CMAKE_COMMAND} --install ${BUILD} --prefix ${work}/prefix --config ${TYPE})
run(${CMAKE_COMMAND} -S ${SOURCE} -B ${work}/build -G ${GENERATOR}
    -D CMAKE_CXX_COMPILER=${COMPILER} -D CMAKE_BUILD_TYPE=${TYPE} -D CMAKE_PREFIX_PATH=${work}/prefix)
run(${CMAKE_COMMAND} --build ${work}/build --config ${TYPE})
run(${work}/build/consumer)
