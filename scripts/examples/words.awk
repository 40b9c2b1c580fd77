#!/usr/bin/awk -f
# A mapper in awk: the same words. Each is summed within its task, so that little is left to sort.
{
  line = tolower($0)
  while (match(line, /[0-9a-z]+('[0-9a-z]+)*/)) {
    word = substr(line, RSTART, RLENGTH)
    line = substr(line, RSTART + RLENGTH)
    if (word ~ /[a-z]/) count[word]++
  }
}
END { for (word in count) print word "\t" count[word] }
