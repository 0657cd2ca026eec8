# Sourced by ./run and ./test: step headings with the time gone by, and the parts of the build both need.
# Expects `root`, the project's folder.
: "${root:?}"

readonly started=$SECONDS

# step HEADING: says what begins, so that long steps don't look like a hang.
step() {
  local elapsed=$((SECONDS - started))
  printf '\n[%d:%02d] %s\n' $((elapsed / 60)) $((elapsed % 60)) "$*"
}

# is_newer STAMP PATH...: whether anything under the paths has changed since the stamp was written.
is_newer() {
  local stamp=$1
  shift
  [[ ! -e $stamp ]] || [[ -n $(find "$@" -name node_modules -prune -o -name dist -prune -o -newer "$stamp" -print -quit) ]]
}

install_npm_packages() {
  local stamp=$root/build/stamps/npm
  if [[ ! -d $root/node_modules ]] || ! cmp --silent "$root/package-lock.json" "$stamp"; then
    step "Installing npm packages"
    (cd "$root" && npm ci --no-audit --no-fund --loglevel=error)
    mkdir -p "$root/build/stamps"
    cp "$root/package-lock.json" "$stamp"
  fi
}

build_web() {
  local stamp=$root/build/stamps/web
  install_npm_packages
  if [[ ! -e $root/web/dist/index.html ]] || is_newer "$stamp" "$root/web" "$root/sdk/typescript" "$root/package-lock.json"; then
    step "Building the web application"
    (cd "$root" && npm run --silent build)
    touch "$stamp"
  fi
}

# build_preset PRESET [TARGET...]: configures once, builds what is out of date. At least two jobs, else one per core.
build_preset() {
  local preset=$1
  shift
  local targets=()
  (($# == 0)) || targets=(--target "$@")
  if [[ ! -e $root/build/$preset/build.ninja ]]; then
    (cd "$root" && cmake --preset "$preset" > /dev/null)
  fi
  cmake --build "$root/build/$preset" --parallel "$(nproc)" "${targets[@]}"
}

make_sample_film() {
  local film=$root/build/sample/sample.mp4
  if is_newer "$film" "$root/scripts/make-sample-film"; then
    step "Making the sample film"
    "$root/scripts/make-sample-film" "$film"
  fi
}
