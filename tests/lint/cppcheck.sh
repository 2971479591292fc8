#!/bin/sh
# cppcheck; cJSON's calling-convention macro stops version 2.10, so it is defined for the run.
exec cppcheck --quiet --std=c11 --enable=warning,performance,portability --inline-suppr --error-exitcode=1 \
    -j 2 -Iinclude -D_XOPEN_SOURCE=700 -D_DEFAULT_SOURCE '-DCJSON_PUBLIC(type)=type' -DCJSON_CDECL= \
    '-DZHIBAN_VERSION="0"' '-DZHIBAN_PREFIX="/usr"' \
    --suppress=missingIncludeSystem --suppress=normalCheckLevelMaxBranches src
