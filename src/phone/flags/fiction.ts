/**
 * Numbers that regulators keep for films, books and examples, as beginnings of E.164 digits by calling code. Sources: Ofcom
 * ("Telephone numbers for drama use"), ACMA ("Phone numbers for use in TV shows, films and creative works"), ARCEP (numbers
 * for audiovisual works), Bundesnetzagentur ("Rufnummern für Medienproduktionen"), PTS (numbers for books and films), ComReg
 * (numbers for drama). Of some, such as Britain's 07700 900 and 01632 960, no plan calls any valid today.
 */
const RESERVED: Readonly<Record<string, readonly string[]>> = {
  "33": ["3319900", "3326191", "3335301", "3346571", "3353649", "3363998"],
  "353": ["3532091"],
  "44": [
    ...["447700900", "442079460", "441134960", "441144960", "441154960", "441164960", "441174960"],
    ...["441184960", "441214960", "441314960", "441414960", "441514960", "441614960", "441914980"],
    ...["441632960", "442896496", "442920180", "448081570", "449098790", "443069990"],
  ],
  "46": ["46313906", "464062804", "468465004", "469803192", "467017406"],
  "49": [
    ...["493023125", "496990009", "494066969", "492214710", "498999998", "4917139200", "49176040690"],
    ...["4915228817386", "4915228895456", "4915254599371", "491729925904", "491729968532"],
    ...["491729973185", "491729973186", "491729980752", "491749091317", "491749464308"],
  ],
  "61": [
    ...["6125550", "6127010", "6135550", "6137010", "6175550", "6177010", "6185550", "6187010"],
    ...["61491570006", "61491570110", "61491570156", "61491570157", "61491570158", "61491570159"],
    ...["61491570313", "61491570737", "61491571266", "61491571491", "61491571804", "61491572549"],
    ...["61491572665", "61491572983", "61491573087", "61491573770", "61491574118", "61491574632"],
    ...["61491575254", "61491575789", "61491576398", "61491576801", "61491577426", "61491577644"],
    ...["61491578148", "61491578888", "61491578957", "61491579212", "61491579455", "61491579760"],
    ...["611800160401", "611800975707", "611800975708", "611800975709", "611800975710", "611800975711"],
    ...["611300975707", "611300975708", "611300975709", "611300975710", "611300975711"],
  ],
};
/** NANPA: 555-0100 to 555-0199 of every area code, and of the toll-free ones 800-555-0199 alone. */
const NORTH_AMERICAN = /^1[2-9]\d\d55501\d\d$/;
const NORTH_AMERICAN_TOLL_FREE = /^18(?:00|33|44|55|66|77|88)/;
const TOLL_FREE_FICTION = "18005550199";

/** Whether E.164 digits lie in a range that `callingCode`'s regulator keeps for fiction. */
export function isFiction(digits: string, callingCode: string): boolean {
  if (callingCode === "1") {
    if (NORTH_AMERICAN_TOLL_FREE.test(digits)) return digits === TOLL_FREE_FICTION;
    return NORTH_AMERICAN.test(digits);
  }
  return RESERVED[callingCode]?.some((prefix) => digits.startsWith(prefix)) ?? false;
}
