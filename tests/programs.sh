#!/bin/sh
# Some tests need programs: Chromium, a font with Chinese characters, and LibreOffice, which reads old Word files and makes
# the PDF files that offices make. Installs them where apt can do so without asking; elsewhere says what is missing: those
# tests are then skipped, and under CI, where nobody reads that, this fails.
set -u

missing() {
    found=
    for name in chromium chromium-browser google-chrome; do
        command -v "$name" >/dev/null && found=$name
    done
    [ -n "$found" ] || printf 'chromium '
    command -v soffice >/dev/null || printf 'libreoffice-writer-nogui '
    if command -v fc-list >/dev/null; then
        fc-list :lang=zh | grep -q . || printf 'fonts-wqy-zenhei '
    elif [ "$(uname)" = Linux ]; then
        printf 'fontconfig fonts-wqy-zenhei '
    fi
}

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif command -v sudo >/dev/null && [ -t 0 ]; then
        sudo "$@"
    elif command -v sudo >/dev/null; then
        sudo -n "$@"
    else
        return 1
    fi
}

packages=$(missing)
[ -n "$packages" ] || exit 0
if command -v apt-get >/dev/null; then
    echo "Installing for the tests: $packages"
    # shellcheck disable=SC2086 # one argument a package
    as_root apt-get -qq -o Acquire::Retries=3 update >/dev/null &&
        as_root env DEBIAN_FRONTEND=noninteractive \
            apt-get -qq -o Acquire::Retries=3 install -y --no-install-recommends $packages >/dev/null
fi
packages=$(missing)
[ -n "$packages" ] || exit 0
echo "Some tests need these, which could not be installed: $packages"
[ -z "${CI:-}" ] || exit 1
echo "They are skipped; without a Chinese font the page shows boxes."
