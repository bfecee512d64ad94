import type { secretFaults as english } from "../en/secrets.ts";

const WHY = "Им запечатаны секреты источников, созданных на веб-панели.";

export const secretFaults: typeof english = {
  secretKeyWrong: () => [
    "В DATAMASTER_SECRET_KEY не ключ: нужны 64 шестнадцатеричные цифры.",
    "Новый ключ даёт `openssl rand -hex 32`. Если секреты уже запечатаны, нужен тот ключ, которым их запечатали.",
  ],
  secretFileWrong: ({ file }) => [
    `${file} — не ключ: в файле должны быть 64 шестнадцатеричные цифры.`,
    `Верните файл из копии или укажите другой в настройке \`secretKeyFile\`. ${WHY}`,
  ],
  secretFileOpen: ({ file }) => [
    `Секретный ключ может прочитать не только владелец: ${file}`,
    ` chmod 600 ${file}`,
  ],
  secretFileUnusable: ({ file, why }) => [
    `Файл секретного ключа нельзя использовать: ${file}: ${why}`,
    "Разрешите его читать и писать или укажите другой в настройке `secretKeyFile`.",
  ],
  secretKeyOfVariable: () => [
    "Ключ задан в DATAMASTER_SECRET_KEY, программа не может его сменить.",
    "Запишите его в файл, указанный в `secretKeyFile` (права 600), уберите переменную и повторите.",
  ],
  secretKeyMissing: ({ file }) => [
    `В этой базе запечатаны секреты, а их ключа нет: ${file}`,
    `Верните файл из копии, задайте DATAMASTER_SECRET_KEY или укажите, где он, в настройке \`secretKeyFile\`. ${WHY}`,
  ],
  secretKeyOther: ({ of, sealed, key }) => [
    `Секреты «${of}» запечатаны ключом ${sealed}, а здесь ключ ${key}.`,
    "Верните нужный ключ или введите секреты заново.",
  ],
  secretDamaged: ({ of }) => [
    `Запечатанные секреты «${of}» повреждены: их изменили или перенесли из другой строки.`,
    "Введите секреты заново.",
  ],
};
