;;; test.el --- What an author sees of plans in Emacs with eglot  -*- lexical-binding: t; coding: utf-8 -*-

;;; Commentary:
;; Started by run.sh, which loads the configuration of editors/emacs.md first.

;;; Code:

(require 'ert)
(require 'cl-lib)

(defconst test-root (getenv "CAPPLAN_ROOT"))
(defconst test-scratch (getenv "CAPPLAN_SCRATCH"))
(defconst test-patience 20 "Seconds; a debug build on a busy machine.")

;; Batch runs ask nobody.
(setq eglot-confirm-server-initiated-edits nil
      eglot-autoshutdown t
      make-backup-files nil
      create-lockfiles nil)

(defconst test-markdown "\
## 能力：排产😀 {#NC-01}

- 视角：过程、hz
- 等级：CL2 → CL3

### 能力单元：排产😀（CU-01）

- 承担能力：NC-01
- 等级：CL2 → CL3

#### 要素维

##### 数据

- [x] 统一😀编码 [A.3.2.1 z]
")

(defconst test-yaml "\
units:
  - id: CU-02
    name: 质检😀
    carries: [NC-01]
    level: CL2 → CL3
    element:
      data:
        - 统一😀编码 [A.3.2.1 b]
")

(defun test-wait (what holds)
  "Wait until HOLDS gives something, and return it; fail with WHAT."
  (let ((until (+ (float-time) test-patience)) value)
    (while (not (setq value (funcall holds)))
      (when (> (float-time) until)
        (ert-fail (format "waited in vain for %s" what)))
      (accept-process-output nil 0.05))
    value))

(defun test-open (path)
  "Open the plan at PATH as a user does and wait for its server."
  (switch-to-buffer (find-file-noselect path))
  ;; `eglot-ensure' acts after the command that opens a file; there are no commands in batch.
  (run-hooks 'post-command-hook)
  (test-wait "a server" #'eglot-current-server)
  (should (eglot-managed-p))
  (should flymake-mode)
  (flymake-start))

(defun test-set ()
  "Write a plan set of two files under a name with Chinese and a space; return its folder."
  (let ((folder (file-name-as-directory (make-temp-file (expand-file-name "规划 集" test-scratch) t)))
        (coding-system-for-write 'utf-8-unix))
    (write-region "" nil (concat folder "capplan.toml") nil 'quiet)
    (write-region test-markdown nil (concat folder "甲.plan.md") nil 'quiet)
    (write-region test-yaml nil (concat folder "乙.plan.yaml") nil 'quiet)
    folder))

(defun test-findings ()
  "The findings that Flymake shows: a list of covered text and message."
  ;; What Emacs does when it idles, which it never does in batch.
  (eglot--signal-textDocument/didChange)
  (mapcar (lambda (found)
            (list (buffer-substring-no-properties (flymake-diagnostic-beg found) (flymake-diagnostic-end found))
                  (flymake-diagnostic-text found)))
          (flymake-diagnostics)))

(defun test-finding (words)
  "The covered text of the first finding that bears WORDS, or nil."
  (car (cl-find-if (lambda (found) (string-match-p (regexp-quote words) (cadr found))) (test-findings))))

(defun test-go-to (words)
  "Put point on the first place of WORDS."
  (goto-char (point-min))
  (search-forward words)
  (goto-char (match-beginning 0)))

(defun test-hover ()
  "What ElDoc is told of the place at point."
  (let (said)
    (eglot-hover-eldoc-function (lambda (text &rest _) (setq said text)))
    (test-wait "a hover" (lambda () said))
    (substring-no-properties said)))

(defun test-line ()
  "The line at point."
  (buffer-substring-no-properties (line-beginning-position) (line-end-position)))

(defmacro test-with-plan (path &rest body)
  "Run BODY with the plan at PATH open, and close everything afterwards."
  (declare (indent 1))
  `(unwind-protect
       (progn (test-open ,path) ,@body)
     (test-close)))

(defun test-close ()
  "Forget all changes and close all plans, which ends the server."
  (dolist (buffer (buffer-list))
    (when (buffer-file-name buffer)
      (with-current-buffer buffer (set-buffer-modified-p nil))
      (kill-buffer buffer))))

(ert-deftest a-markdown-plan-is-judged-and-quoted ()
  (test-with-plan (expand-file-name "tests/plans/shared/xinghai-equipment.plan.md" test-root)
    (should (eq major-mode 'capplan-markdown-mode))
    (test-wait "the gap" (lambda () (equal (test-finding "A.3.2.1 c") "数据")))
    (should (= (length (test-findings)) 13))
    (test-go-to "3.2.1 c")
    (should (string-match-p "20001—2021" (test-hover)))))

(ert-deftest a-yaml-plan-is-judged-and-quoted ()
  (test-with-plan (expand-file-name "tests/plans/shared/lantian-grid.plan.yaml" test-root)
    (should (eq major-mode 'capplan-yaml-mode))
    (test-wait "the gap" (lambda () (equal (test-finding "A.4.2.3 b") "workflow")))
    (test-go-to "A.4.1.3 a")
    (should (string-match-p "A.4.1.3" (test-hover)))))

(ert-deftest settings-count ()
  (let ((before (default-value 'eglot-workspace-configuration)))
    (unwind-protect
        (progn
          (load (expand-file-name "settings.el" test-scratch) nil t)
          (test-with-plan (expand-file-name "tests/plans/shared/xinghai-equipment.plan.md" test-root)
            (test-wait "English, and all rules" (lambda () (test-finding "have no owner")))))
      (setq-default eglot-workspace-configuration before))))

(ert-deftest chinese-is-typed-and-the-findings-follow ()
  (test-with-plan (concat (test-set) "甲.plan.md")
    (test-wait "the wrong citation" (lambda () (test-finding "A.3.2.1 z")))
    (should (test-finding "A.3.2.1 c"))
    (goto-char (point-max))
    (mapc (lambda (letter) (insert letter)) "- [ ] 建立焊接😀模型 [A.3.2.1 c]\n")
    (test-wait "the closed gap" (lambda () (and (test-findings) (not (test-finding "A.3.2.1 c")))))
    (should (test-finding "A.3.2.1 z"))))

(ert-deftest completion-offers-terms-and-the-clause-that-fits ()
  (test-with-plan (concat (test-set) "甲.plan.md")
    (goto-char (point-max))
    (insert "- [ ] 建立焊接能耗😀模型 [A.3.2")
    (pcase-let ((`(,start ,end ,table . ,_) (eglot-completion-at-point)))
      (let ((found (all-completions (buffer-substring-no-properties start end) table)))
        (should (equal (substring-no-properties (car found)) "A.3.2.1 c"))))
    (test-go-to "过程、hz")
    (end-of-line)
    (delete-char -2)
    (insert "合")
    (completion-at-point)
    (should (equal (test-line) "- 视角：过程、合作伙伴"))))

(ert-deftest initials-find-their-term ()
  (test-with-plan (concat (test-set) "甲.plan.md")
    (test-go-to "过程、hz")
    (end-of-line)
    (pcase-let ((`(,start ,end ,table . ,_) (eglot-completion-at-point)))
      (let ((found (all-completions (buffer-substring-no-properties start end) table)))
        (should (equal (mapcar #'substring-no-properties found) '("合作伙伴")))))
    (completion-at-point)
    (should (equal (test-line) "- 视角：过程、合作伙伴"))))

(ert-deftest a-fix-is-applied ()
  (test-with-plan (concat (test-set) "甲.plan.md")
    (test-wait "the wrong citation" (lambda () (test-finding "A.3.2.1 z")))
    (test-go-to "A.3.2.1 z")
    (let* ((actions (eglot-code-actions (point) (point) "quickfix"))
           (action (cl-find-if (lambda (action) (plist-get action :edit)) actions)))
      (should action)
      (eglot--apply-workspace-edit (plist-get action :edit))
      (test-wait "the mended citation" (lambda () (and (test-findings) (not (test-finding "A.3.2.1 z"))))))))

(ert-deftest an-id-leads-to-its-definition-and-is-renamed-in-both-files ()
  (let ((folder (test-set)))
    (test-with-plan (concat folder "乙.plan.yaml")
      (test-wait "findings" #'test-findings)
      (test-go-to "NC-01")
      (let* ((definition (car (xref-backend-definitions 'eglot (xref-backend-identifier-at-point 'eglot))))
             (place (xref-location-marker (xref-item-location definition))))
        (should (file-equal-p (buffer-file-name (marker-buffer place)) (concat folder "甲.plan.md")))
        (with-current-buffer (marker-buffer place)
          (goto-char place)
          (should (looking-at-p "NC-01"))))
      (should (= 3 (length (xref-backend-references 'eglot (xref-backend-identifier-at-point 'eglot)))))
      (eglot-rename "NC-7")
      (should (string-match-p "carries: \\[NC-7\\]" (buffer-string)))
      (with-current-buffer (find-buffer-visiting (concat folder "甲.plan.md"))
        (should (string-match-p "{#NC-7}" (buffer-string)))
        (should (string-match-p "承担能力：NC-7" (buffer-string)))))))

(ert-deftest a-citation-leads-into-the-standard ()
  (test-with-plan (concat (test-set) "乙.plan.yaml")
    (test-wait "findings" #'test-findings)
    (test-go-to "A.3.2.1 b")
    (let* ((definition (car (xref-backend-definitions 'eglot (xref-backend-identifier-at-point 'eglot))))
           (place (xref-location-marker (xref-item-location definition))))
      (with-current-buffer (marker-buffer place)
        (goto-char place)
        (should (string-match-p "^> b）" (test-line)))
        (should (= #o444 (file-modes (buffer-file-name))))))))

(ert-deftest the-outline-names-the-entities ()
  (test-with-plan (concat (test-set) "甲.plan.md")
    (test-wait "findings" #'test-findings)
    (let ((outline (format "%S" (eglot-imenu))))
      (should (string-match-p "NC-01" outline))
      (should (string-match-p "CU-01" outline)))))

(ert-deftest formatting-brings-citations-into-one-form ()
  (test-with-plan (concat (test-set) "甲.plan.md")
    (goto-char (point-max))
    (insert "- 建立😀模型（A.3.2.1c）\n")
    (eglot-format-buffer)
    (test-go-to "建立😀模型")
    (should (equal (test-line) "- 建立😀模型 [A.3.2.1 c]"))))

(ert-deftest the-server-ends-with-the-last-plan ()
  (test-with-plan (concat (test-set) "甲.plan.md")
    (let ((process (jsonrpc--process (eglot-current-server))))
      (should (process-live-p process))
      (test-close)
      ;; Its exit status says nothing: Emacs kills what it has told to exit.
      (test-wait "the end of the server" (lambda () (not (process-live-p process)))))))

;;; test.el ends here
