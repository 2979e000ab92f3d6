// The target that links this library is not built; Meson only wants it to exist.
