/**
 * The passwords of 12 characters and more among the 49,233 that were leaked most often (the list of @zxcvbn-ts/language-common 4.1.3, MIT):
 * of each the first 8 characters of its SHA-256 in base64url, in lower case, since nobody should have to read them.
 */
export const LEAKED =
  "-BWuYXw2-UH1V-6J-VK3S2CD-m5eWhio0XRuHOnR0lsbU_7a1LRYZNnW1SR1upSS23rZUDNu29zwG_Us2EqaaysP2GyGUbeU" +
  "2K7MZSzk2Kr8S4R82vzOTH7U3mJ4q57R42-r2h8D4AD0D8Ts4SuC0djX4WiJe7ST53O7XZAm5ABeLBV45JozIW0Y5b32k2ZK" +
  "5jgYAZH75xTMsjpR6NXRuQ_76PGtK96j6aL00OHw6lWVzeiN71Ks4JDM7O97HmTH7unG4ZBv7vocfgyW8-rFbqRk84TA5PiN" +
  "88iAEqyD8dET-cCA8fpdbCZC97zS1ONy9YfU1YZg9ckxayB69fHOjyXX9kSz0HcCACX3VwTwAFSn3p1PAKa3LUCJALR3dSD7" +
  "AM_kbSurAVAA9LWMAfccmiurAktMLyeSAvUUgvVyAyzBH-elBJWfqIEJBMzGdEVfBNvdF3skBRkl0D_YBTQUFSSxBZYEkhFb" +
  "B_UxYgNnBbtDKkv2BiXlv6EeBkf0sL_UC2fGSk6WCXy2wyWuCZOPkSjQCad_ROuOCfunlD4iCmcki5rgCx2_8nFKDW_924eX" +
  "DaC5Q_MiDeBeRbnfDjyxN6RiEH3c6tVgF0F-v-BlF0y3USFJFIZKaiPeFLvj9yZIFQNDQxztFmjBH7gdFuU56IOiG3M-MIlx" +
  "GAPGoz0mGF79TOh2GFR1XADNGL9u3ISAGUgovfg4GmhC_8toGmvU2dedGwHjChn5H0VOjOjXHDEt1kJqHGmdBtlmHju4lHVv" +
  "I84H_ofbIFmu9HmWIOfC6JgnJ-7Pl_MNJD0CPMKyJWahjNHqJiiNmQRcJnXnMonAKIn1Rq-nKSniL0ixKUOlZ7wFKjM0nn5g" +
  "KwqMI0u5L19s5a4wLEAgk_VmLLOAnuPtLVQ7vBK3LYpBMieqLisk-O5AM0idJJt5M9c-I0EcMABfVs8vMZuuKP5OMfYed_JX" +
  "N-ctVHhLNbbQqqrjNfkVZqaHNieZllxQNqoVqI56O02i4o6-O2YE0xAJO4R-90izOLh7ENCNOV8pEHMcOldFoF-HP1wLX5wy" +
  "PqRWtLPfQ0b_kvW1Q3mx0goFQ5CHSC0hQPWYzHZVQZTRcG7RRchr_8uRRqKBzTVJS7XtUuVkSB7DEMKnSH5CDJ3rSJH4VkgK" +
  "SdYhMl61SpxT3tKaSrWBHoqgSsH1rv2bSss-YmQcTHPWx311U6YMlDbZUL_uSccGUPSAl-PlVp0P-VO8VvSuNWOEW0BicumJ" +
  "W9etsCRGWLqjxUr1WMax0yZTWeIPaUViX1DdcnTvX1cqDaQDXVpwoteIX_7S4b1WXk_467X-XmEOa02CXpKG2oJhXspIkdry" +
  "Xzs7YUlXYGvkvn2kYXA0wi22YmXbDIxdYtm1ayOpZ9cQpZCgZKgTa-2BZbyGf2j_ZnjUPnQtZvH6gy1h_Kx2tLLJ_MoogEXt" +
  "_U5-geH6a4QZn1Y5atZloD3FauIXFkoeaxVxMkDobF8oWp7bbu37ltcnc0duOCYxc5jPEPKacORI7zCZcVqXSRxqcW-f-Skx" +
  "cXmwswmId1ucIAACd7kOfpl4dDBWFrK8dlrZ9Mfmdy8P4bJueAsQz6qseJuZ6SpLegGt6kuKf9BvDiphfDbFsPtrfcrJGqyR" +
  "g3A1SQ8IgNqfiAiVgXSgXU4mgdBv6RZhggbSLwQ3ghooAgWqgrpwG8gfh2jO0l5jh9l9FebDhFul5BLQhGBzcd5JhGFbGnvX" +
  "hN4TaFZYhOvBuseHhmJGfcfJiQekmbVKiTUmIaLliXsxIHLCi_TexUXhibAKLt9tiukC3QkRivv9uNvljFyufA3QjG6W96tq" +
  "jflQJlOPkBWzUCohkHfRr2nHkJzeSic-klsTp--blFcpmymslTEk9ZZQlbOvMJkmlc5w2e3jlqHbeEqammIu6vSmn4Cl4UAX" +
  "nI9aSnd5nhXsgQ0knlonFPd8nt10Ev5loDZHVaOKoLCk-dV4okVv8GHEpe5w8VIlpgOXSuSzpi7LjE-WpievSUPDpovzsv7V" +
  "q4ueArMmqQogc3TSqR8Mwk_2qalaY6Qur1f5ohtYrPRUiJeNrZsHArxBra-d7G_erdumoVWVrl3rhl05ruEnHrbws0Vk8cTN" +
  "s4KCJXicsB6wAIBQsCToQFsSsCVvDvTfsQ5kJ4AusQj9-Me2sowizQRQssN-0ZpdtLt_I2ritMTY0b-3tR176m0CtrkBAlXO" +
  "uDa-NY_KuNqCpJXmuWibRuBNuclQZA4bunXNOeqpvFs_4y4jvOKWbAsNvQhetZpVvqfwiHW7wbWboMVuwryCnylRx-QCJY7j" +
  "xALRO0qhxNMI9vIKxcCIEy5qxfIKZ50BxlWNLBFoxoaJszjYxrPlEC8my14PrHXJy3mwKyCvyCB57ISiyF9nuoAmyK3kXtZP" +
  "yMOLnIc0yQNOSa8syQvA9tN9yrGOXAzfys_VJEADzFcSmkVJzTQNGlxBzmQoco-K";
