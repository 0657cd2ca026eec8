// Certificates that sign themselves; nobody in the suite verifies one.
import { execFileSync } from "node:child_process";

/** Writes a certificate for `name` and its key, both in PEM. */
export function makeCertificate(name: string, certificate: string, key: string): void {
  const subject = ["-subj", `/CN=${name}`, "-days", "2", "-nodes"];
  const curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"];
  execFileSync("openssl", ["req", "-x509", ...curve, ...subject, "-keyout", key, "-out", certificate], { stdio: "ignore" });
}
