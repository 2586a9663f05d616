// Collects the violations of the content security policy from the start of the page. csp.js shows them.
globalThis.violations = [];
document.addEventListener('securitypolicyviolation', (event) => {
  const {violatedDirective, blockedURI, sourceFile, lineNumber, sample} = event;
  globalThis.violations.push({violatedDirective, blockedURI, sourceFile, lineNumber, sample});
  document.dispatchEvent(new Event('violations-change'));
});
