/** The bundled bad certificates: `self-signed` is sound but signed by nobody, the others are also expired or for another host. */
export const TLS_KINDS = ["self-signed", "expired", "wrong-host"] as const;

export type TlsKind = (typeof TLS_KINDS)[number];

export interface TlsMaterial {
  /** PEM. Trust it as a CA to get past "self-signed" and meet the other fault of the certificate. */
  readonly cert: string;
  /** PEM. Published with the source on purpose: it protects nothing. */
  readonly key: string;
}

// Made once with openssl (P-256, valid from 2020; to 2120, the expired one to 2021; localhost and 127.0.0.1, the
// wrong-host one for crm.invalid), so that no test depends on openssl or on the day it runs.
const MATERIAL: Readonly<Record<TlsKind, TlsMaterial>> = {
  "self-signed": {
    cert: `-----BEGIN CERTIFICATE-----
MIIBZDCCAQqgAwIBAgIBATAKBggqhkjOPQQDAjAUMRIwEAYDVQQDDAlsb2NhbGhv
c3QwIBcNMjAwMTAxMDAwMDAwWhgPMjEyMDAxMDEwMDAwMDBaMBQxEjAQBgNVBAMM
CWxvY2FsaG9zdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABF0BXDzpZlQMFo9V
5MOfKxLGy4AnHDBqDXaNeDjV/SGQs3yeh3i8aCdQHADO8R+gzJNXLZHTNjn2aeJj
RAp9H7+jSzBJMBoGA1UdEQQTMBGCCWxvY2FsaG9zdIcEfwAAATAMBgNVHRMEBTAD
AQH/MB0GA1UdDgQWBBTQdDfLto6C8slq40dxUszMCVhNpTAKBggqhkjOPQQDAgNI
ADBFAiEAoLqa0NEaTctSOkKpsyYFC2Q1UGPoMGWhKkdhjbvoTHsCIFBfyk0JoeDz
vzlwWKme1IULbCOGYm19zjTnm52ARx4o
-----END CERTIFICATE-----
`,
    key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgkrQ4qH0gdY1/KZQL
mWrV5VBQCQQaZ8weFs9mLw4jIm+hRANCAARdAVw86WZUDBaPVeTDnysSxsuAJxww
ag12jXg41f0hkLN8nod4vGgnUBwAzvEfoMyTVy2R0zY59mniY0QKfR+/
-----END PRIVATE KEY-----
`,
  },
  expired: {
    cert: `-----BEGIN CERTIFICATE-----
MIIBYzCCAQigAwIBAgIBATAKBggqhkjOPQQDAjAUMRIwEAYDVQQDDAlsb2NhbGhv
c3QwHhcNMjAwMTAxMDAwMDAwWhcNMjEwMTAxMDAwMDAwWjAUMRIwEAYDVQQDDAls
b2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAASpzY0U8vkdt39Yebgz
yJuxRpiS8oz+V9xJhAFCpK5CHdL1pHCIc632Pkwuv+gGsY4Cso1862cH6Yn5aJM2
LfcHo0swSTAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwDAYDVR0TBAUwAwEB
/zAdBgNVHQ4EFgQULCrE3uintv5C/GKhTiU1pXFEqRowCgYIKoZIzj0EAwIDSQAw
RgIhAKm+quhPsat+lgFeSn3zUU0yGALPUawNaqqOwuobNPKWAiEA0x5FIt/ZobYg
/mhGK697n0szYuozBjqEISdqA4lA3W0=
-----END CERTIFICATE-----
`,
    key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgnqt01Absm7BzziUg
kA1yRAM0sp2qVOv5BUEW8bmVphGhRANCAASpzY0U8vkdt39YebgzyJuxRpiS8oz+
V9xJhAFCpK5CHdL1pHCIc632Pkwuv+gGsY4Cso1862cH6Yn5aJM2LfcH
-----END PRIVATE KEY-----
`,
  },
  "wrong-host": {
    cert: `-----BEGIN CERTIFICATE-----
MIIBZDCCAQqgAwIBAgIBATAKBggqhkjOPQQDAjAWMRQwEgYDVQQDDAtjcm0uaW52
YWxpZDAgFw0yMDAxMDEwMDAwMDBaGA8yMTIwMDEwMTAwMDAwMFowFjEUMBIGA1UE
AwwLY3JtLmludmFsaWQwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAR/n7wPY0zP
+ODbVOSCUsAMI2Z8jC3eXZV7EGID0VYUAiEjVhc/IuyK3/GGGJECWH71jIB2Xg9G
Rhj7J/DvGRqZo0cwRTAWBgNVHREEDzANggtjcm0uaW52YWxpZDAMBgNVHRMEBTAD
AQH/MB0GA1UdDgQWBBS0kzaNS0cVic9EO8joFgaGwBJzdzAKBggqhkjOPQQDAgNI
ADBFAiEAo4sp4qxMvqycNEEgL9d/1crTVfNAAST8Rts0a3vgdzQCIC1IfDtL1bcf
3tHjj5hYif894f9Hzsc2rrGWe1dGeqzq
-----END CERTIFICATE-----
`,
    key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgZ2ASLuZ71l50sV2r
9YPsT0MVLhSEEjCi+Pz0NWjNCYyhRANCAAR/n7wPY0zP+ODbVOSCUsAMI2Z8jC3e
XZV7EGID0VYUAiEjVhc/IuyK3/GGGJECWH71jIB2Xg9GRhj7J/DvGRqZ
-----END PRIVATE KEY-----
`,
  },
};

/** Certificate and key of one kind, ready for node:https. */
export function tlsMaterial(kind: TlsKind): TlsMaterial {
  return MATERIAL[kind];
}
