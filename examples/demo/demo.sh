#!/bin/sh
# The desk at work, in a temporary folder. Usage: demo.sh FOLDER-OF-THE-COMMAND (`make demo` knows it).
set -eu
here=$(cd "$(dirname "$0")" && pwd)
PATH=${1:-$here/../../.venv/bin}:$PATH
# The desk of the one who looks on must have no say in it.
unset ADUAN_DESK ADUAN_STORE ADUAN_ACTOR ADUAN_NO_PLUGINS || true
folder=$(mktemp -d "${TMPDIR:-/tmp}/aduan-demo.XXXXXX")
cp "$here/calls.csv" "$folder/calls.csv"
cd "$folder"

say() { printf '\n# %s\n' "$1"; }

# Prints a command as it would be typed, then runs it. ALLOWED: an exit code besides 0 that is part of the play.
run() {
    printf '\n$'
    for word; do
        case $word in
            *[!A-Za-z0-9_./,=-]*) printf " '%s'" "$word" ;;
            *) printf ' %s' "$word" ;;
        esac
    done
    printf '\n'
    code=0
    "$@" || code=$?
    if [ "$code" -ne 0 ] && [ "$code" -ne "${ALLOWED:-0}" ]; then
        printf 'the demo stops: exit code %s\n' "$code" >&2
        exit "$code"
    fi
}

say "A desk is a folder with rules in it. This one starts as the desk of Bekasi."
run aduan init desk
cd desk

say "The call centre's own spreadsheet goes in (here: thirty invented calls)."
say "One row has a date that nobody can read: it waits in quarantine, to be mended and imported again (exit code 6)."
ALLOWED=6
run aduan import ../calls.csv --map bekasi-1500444
ALLOWED=0
run ls quarantine

say "Three calls come in. stdout is the ticket alone; what was understood stands on stderr."
run aduan log 'Penelepon melaporkan lampu PJU mati di Jl. Kenari RT 02 RW 05 Kel. Bekasi Jaya' --name 'Ibu Wulan' --phone 0812-0000-0101
run aduan log 'Menanyakan nomor telepon Disdukcapil' --answer 'Nomor kantor diinformasikan'
run aduan log 'Penelepon melaporkan kebakaran rumah di Kel. Jatirahayu Kec. Pondok Melati' --phone 0812-0000-0102

say "What is open, newest first; and what one unit has, its crews included."
run aduan list --open --limit 8
run aduan list --unit bmsda --columns ticket,status,unit,category,kelurahan

say "One complaint whole (1 is enough of a ticket: the newest day's number 1), and why it went where it went."
run aduan show 1
run aduan why 1

say "For scripts: JSON, and numbers alone."
run aduan list --kind complaint --open --count
run aduan list --limit 1 --format jsonl

cat <<END

# That was the demo. The desk stays in $folder/desk. To go on:

  cd $folder/desk
  PATH=${1:-$here/../../.venv/bin}:\$PATH
  aduan log 'sampah menumpuk di Jl. Melati Kel. Pengasinan'
  aduan search 'lampu*'
  aduan route --text 'pohon tumbang menimpa kabel di Margahayu'
  aduan --help                     (Indonesian: aduan --lang id --help)

# The rules are in rules.toml and plugins/: change a word, and the next command uses it.
# README.md says the rest.
END
