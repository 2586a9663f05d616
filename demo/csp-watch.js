// Collects what the policy stopped, from the first moment on; csp.js shows it.
globalThis.violations = [];
document.addEventListener('securitypolicyviolation', (event) => {
  const {violatedDirective, blockedURI, sourceFile, lineNumber, sample} = event;
  globalThis.violations.push({violatedDirective, blockedURI, sourceFile, lineNumber, sample});
  document.dispatchEvent(new Event('violations-change'));
});
