# Writes what R computes for the mixed models to oracle_repeated.json: Rscript oracle_repeated.R
# Debian 12: r-base-core r-cran-nlme r-cran-numderiv r-cran-jsonlite
#
# nlme::gls gives estimates, standard errors and the likelihood where the covariance is common to all arms. Degrees of
# freedom come from the definitions, written here with whole matrices and numerical derivatives (numDeriv).
suppressMessages({library(nlme); library(numDeriv); library(jsonlite)})

design <- function(d) {
  arms <- sort(unique(d$arm)); visits <- sort(unique(d$visit))
  X <- NULL
  for (v in visits) for (a in arms) X <- cbind(X, as.numeric(d$visit == v & d$arm == a))
  patients <- d[!duplicated(d$id), ]
  slope <- d$baseline - mean(patients$baseline)
  for (v in visits) X <- cbind(X, slope * (d$visit == v))
  sites <- sort(unique(d$site))
  if (length(sites) > 1) for (s in sites[-1]) X <- cbind(X, (d$site == s) - 1 / length(sites))
  X
}

entries <- function(T) { e <- NULL; for (b in 1:T) for (a in 1:b) e <- rbind(e, c(a, b)); e }

matrices <- function(theta, T, groups) {
  e <- entries(T); K <- nrow(e)
  lapply(seq_len(groups), function(g) {
    S <- matrix(0, T, T)
    for (k in seq_len(K)) { S[e[k, 1], e[k, 2]] <- theta[(g - 1) * K + k]; S[e[k, 2], e[k, 1]] <- theta[(g - 1) * K + k] }
    S
  })
}

analyse <- function(name, byArm) {
  d <- read.csv(paste0(name, ".csv"))
  d <- d[order(d$id, d$visit), ]
  X <- design(d); y <- d$change; T <- length(unique(d$visit)); A <- length(unique(d$arm))
  groups <- if (byArm) A else 1
  e <- entries(T); K <- nrow(e); m <- groups * K
  rows <- split(seq_len(nrow(d)), d$id)
  group <- function(r) if (byArm) d$arm[r[1]] + 1 else 1
  # Patients with the same visits and covariance are solved for together.
  p <- ncol(X)
  patterns <- lapply(split(rows, sapply(rows, function(r) paste(group(r), paste(d$visit[r], collapse = " ")))), function(members) {
    o <- length(members[[1]]); n <- length(members); r <- unlist(members)
    list(g = group(members[[1]]), v = d$visit[members[[1]]] + 1, o = o, n = n, y = matrix(y[r], o, n),
      X = matrix(aperm(array(X[r, , drop = FALSE], c(o, n, p)), c(1, 3, 2)), o, p * n))
  })
  parts <- function(theta) {
    S <- matrices(theta, T, groups)
    M <- 0; b <- 0; q <- 0; logdet <- 0
    for (k in patterns) {
      U <- chol(S[[k$g]][k$v, k$v, drop = FALSE])
      x <- matrix(aperm(array(backsolve(U, k$X, transpose = TRUE), c(k$o, p, k$n)), c(1, 3, 2)), k$o * k$n, p)
      z <- as.vector(backsolve(U, k$y, transpose = TRUE))
      logdet <- logdet + 2 * k$n * sum(log(diag(U))); M <- M + crossprod(x); b <- b + crossprod(x, z); q <- q + sum(z^2)
    }
    beta <- solve(M, b)
    list(deviance = logdet + as.numeric(determinant(M)$modulus) + q - sum(b * beta) + (length(y) - ncol(X)) * log(2 * pi),
      beta = beta, phi = solve(M))
  }
  deviance <- function(theta) parts(theta)$deviance
  fine <- list(d = 0.01, r = 4)
  fit <- NULL
  if (!byArm) {
    d$step <- d$visit + 1
    columns <- paste0("x", seq_len(ncol(X))); frame <- cbind(d, setNames(as.data.frame(X), columns))
    fit <- gls(reformulate(columns, "change", intercept = FALSE), data = frame, correlation = corSymm(form = ~ step | id), weights = varIdent(form = ~ 1 | step),
      control = glsControl(tolerance = 1e-12, msTol = 1e-13, maxIter = 500, msMaxIter = 500), method = "REML")
    full <- as.numeric(names(sort(-table(d$id)))[1])
    S <- getVarCov(fit, individual = as.character(full))
    theta <- apply(e, 1, function(p) S[p[1], p[2]])
  } else {
    r <- residuals(lm(y ~ X - 1))
    start <- matrix(0, T, T)
    for (k in seq_len(K)) {
      both <- merge(data.frame(id = d$id, r = r)[d$visit + 1 == e[k, 1], ], data.frame(id = d$id, r = r)[d$visit + 1 == e[k, 2], ], by = "id")
      start[e[k, 1], e[k, 2]] <- mean(both$r.x * both$r.y)
    }
    # By factors first, whose products are always positive definite.
    unpack <- function(l) unlist(lapply(seq_len(groups), function(g) { F <- matrix(0, T, T); F[upper.tri(F, TRUE)] <- l[(g - 1) * K + 1:K]; apply(e, 1, function(p) crossprod(F)[p[1], p[2]]) }))
    found <- optim(rep(chol(start)[upper.tri(start, TRUE)], groups), function(l) deviance(unpack(l)), method = "BFGS", control = list(maxit = 500, reltol = 1e-14))
    theta <- unpack(found$par)
  }
  for (iteration in 1:8) {
    step <- solve(hessian(deviance, theta, method.args = fine), grad(deviance, theta, method.args = fine))
    while (inherits(try(deviance(theta - step), silent = TRUE), "try-error") || deviance(theta - step) > deviance(theta) + 1e-9) step <- step / 2
    theta <- theta - step
    if (max(abs(step) / abs(theta)) < 1e-9) break
  }
  at <- parts(theta)
  # nlme again, at the maximum that Newton's method has refined.
  if (!byArm) {
    S <- matrices(theta, T, 1)[[1]]; sd <- sqrt(diag(S))
    cors <- cov2cor(S); ratios <- setNames(sd[-1] / sd[1], 2:T)
    frame <- frame[order(frame$id %in% names(which(table(d$id) < T)), frame$id, frame$step), ]
    first <- frame$step[1]
    stopifnot(first == 1)
    fit <- gls(reformulate(columns, "change", intercept = FALSE), data = frame, method = "REML",
      correlation = corSymm(cors[lower.tri(cors)], form = ~ step | id, fixed = TRUE), weights = varIdent(form = ~ 1 | step, fixed = ratios))
  }
  H <- hessian(deviance, theta, method.args = fine)
  J <- jacobian(function(t) as.vector(parts(t)$phi), theta, method.args = fine)
  # Kenward and Roger by the definitions.
  n <- length(y); V <- matrix(0, n, n); E <- lapply(seq_len(m), function(k) matrix(0, n, n))
  S <- matrices(theta, T, groups)
  for (r in rows) {
    v <- d$visit[r] + 1
    V[r, r] <- S[[group(r)]][v, v]
    for (k in seq_len(K)) {
      D <- matrix(0, T, T); D[e[k, 1], e[k, 2]] <- 1; D[e[k, 2], e[k, 1]] <- 1
      E[[(group(r) - 1) * K + k]][r, r] <- D[v, v]
    }
  }
  W <- solve(V); phi <- at$phi; P <- W - W %*% X %*% phi %*% t(X) %*% W
  PE <- lapply(E, function(D) P %*% D)
  I <- matrix(0, m, m)
  for (i in 1:m) for (j in 1:m) I[i, j] <- 0.5 * sum(PE[[i]] * t(PE[[j]]))
  C <- solve(I)
  Pm <- lapply(E, function(D) -t(X) %*% W %*% D %*% W %*% X)
  L <- 0
  for (i in 1:m) for (j in 1:m)
    L <- L + C[i, j] * (t(X) %*% W %*% E[[i]] %*% W %*% E[[j]] %*% W %*% X - Pm[[i]] %*% phi %*% Pm[[j]])
  adjusted <- phi + 2 * phi %*% L %*% phi
  inference <- function(c) {
    value <- sum(c * at$beta); plain <- as.numeric(t(c) %*% phi %*% c)
    g <- apply(J, 2, function(col) as.numeric(t(c) %*% matrix(col, ncol(X)) %*% c))
    satterthwaite <- 2 * plain^2 / as.numeric(t(g) %*% (2 * solve(H)) %*% g)
    theta_c <- outer(c, c) / plain
    a <- 0
    for (i in 1:m) for (j in 1:m) a <- a + C[i, j] * sum(diag(theta_c %*% phi %*% Pm[[i]] %*% phi)) * sum(diag(theta_c %*% phi %*% Pm[[j]] %*% phi))
    one <- function(se, df) { t <- value / se; list(value = value, standardError = se, degreesOfFreedom = df, lower = value - qt(0.975, df) * se, upper = value + qt(0.975, df) * se, pValue = 2 * pt(-abs(t), df)) }
    result <- list(satterthwaite = one(sqrt(plain), satterthwaite), kenwardRoger = one(sqrt(as.numeric(t(c) %*% adjusted %*% c)), 2 / a))
    if (!is.null(fit)) result$gls <- list(value = sum(c * coef(fit)), standardError = sqrt(as.numeric(t(c) %*% fit$varBeta %*% c)))
    result
  }
  unit <- function(v, a) { c <- rep(0, ncol(X)); c[(v - 1) * A + a] <- 1; c }
  contrasts <- list()
  for (v in 1:T) for (a in 2:A) contrasts[[length(contrasts) + 1]] <- c(list(visit = v - 1, arm = a - 1), inference(unit(v, a) - unit(v, 1)))
  means <- list()
  for (a in 1:A) means[[a]] <- c(list(visit = T - 1, arm = a - 1), inference(unit(T, a)))
  average <- c(list(arm = 1), inference(Reduce(`+`, lapply(1:T, function(v) unit(v, 2) - unit(v, 1))) / T))
  list(covariance = theta, logLikelihood = -0.5 * at$deviance, glsLogLikelihood = if (is.null(fit)) NULL else as.numeric(logLik(fit)),
    contrasts = contrasts, means = means, average = average)
}

result <- list(
  tools = list(R = R.version.string, nlme = as.character(packageVersion("nlme")), numDeriv = as.character(packageVersion("numDeriv"))),
  repeated_1 = analyse("repeated_1", FALSE), repeated_2 = analyse("repeated_2", FALSE), repeated_3 = analyse("repeated_3", FALSE),
  repeated_4 = analyse("repeated_4", FALSE), repeated_1_by_arm = analyse("repeated_1", TRUE), repeated_3_by_arm = analyse("repeated_3", TRUE),
  repeated_4_by_arm = analyse("repeated_4", TRUE))
write(toJSON(result, digits = NA, auto_unbox = TRUE, na = "null", pretty = TRUE), "oracle_repeated.json")
